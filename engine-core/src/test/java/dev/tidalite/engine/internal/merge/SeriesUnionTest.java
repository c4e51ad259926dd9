package dev.tidalite.engine.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.segment.parquet.SharedDictionaries;
import dev.tidalite.engine.testing.NaiveSortedRows;
import dev.tidalite.engine.testing.RandomRows;
import dev.tidalite.testkit.Seeds;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// Unions of random directories, of which some share their dictionaries and series, compared with
/// maps from tags to members.
class SeriesUnionTest {
    private static final int TAGS = 3;

    @Test
    void groupsTheMembersOfAllSourcesByTheirTags() {
        Seeds.forEach(300, SeriesUnionTest::unite);
    }

    private static void unite(SplittableRandom random) {
        SharedDictionaries shared = new SharedDictionaries();
        List<SeriesDirectory> directories = new ArrayList<>();
        int distinct = 1 + random.nextInt(4);
        for (int i = 0; i < distinct; i++) {
            directories.add(directory(random, shared));
        }
        List<MergeSource> sources = new ArrayList<>();
        Map<List<@Nullable String>, List<List<Integer>>> expected = new HashMap<>();
        int count = 1 + random.nextInt(6);
        for (int number = 0; number < count; number++) {
            SeriesDirectory directory = directories.get(random.nextInt(distinct));
            if (random.nextBoolean()) {
                directory = copy(directory, shared, random.nextBoolean());
            }
            int[] wanted = random.nextBoolean() ? null : some(directory.size(), random);
            sources.add(source(directory, wanted, random));
            for (int series = 0; series < directory.size(); series++) {
                if (wanted == null || Arrays.binarySearch(wanted, series) >= 0) {
                    expected.computeIfAbsent(tags(directory, series), t -> new ArrayList<>())
                            .add(List.of(number, series));
                }
            }
        }
        assertThat(members(SeriesUnion.of(sources))).isEqualTo(expected);
    }

    private static Map<List<@Nullable String>, List<List<Integer>>> members(SeriesUnion union) {
        Map<List<@Nullable String>, List<List<Integer>>> members = new HashMap<>();
        for (int series = 0; series < union.size(); series++) {
            @Nullable String[] tags = new String[TAGS];
            for (int tag = 0; tag < union.tagCount(); tag++) {
                int id = union.id(series, tag);
                tags[union.tagOrdinal(tag) - 1] = id < 0 ? null : union.dictionary(tag).text(id);
            }
            List<List<Integer>> own = new ArrayList<>();
            for (int m = union.memberStart(series); m < union.memberEnd(series); m++) {
                own.add(List.of(union.source(m), union.series(m)));
            }
            assertThat(members.put(Arrays.asList(tags), own)).isNull();
        }
        return members;
    }

    private static List<@Nullable String> tags(SeriesDirectory directory, int series) {
        @Nullable String[] tags = new String[TAGS];
        for (int tag = 0; tag < directory.tagCount(); tag++) {
            int id = directory.id(series, tag);
            tags[directory.tagOrdinal(tag) - 1] =
                    id < 0 ? null : directory.dictionary(tag).text(id);
        }
        return Arrays.asList(tags);
    }

    /// Random series of few values, with some tag columns missing.
    private static SeriesDirectory directory(SplittableRandom random, SharedDictionaries shared) {
        int tagCount = 1 + random.nextInt(TAGS);
        Set<List<Integer>> tuples = new LinkedHashSet<>();
        int sizes = 1 + random.nextInt(6);
        int count = 1 + random.nextInt(40);
        for (int i = 0; i < count; i++) {
            List<Integer> tuple = new ArrayList<>();
            for (int tag = 0; tag < tagCount; tag++) {
                tuple.add(random.nextInt(-1, sizes));
            }
            tuples.add(tuple);
        }
        List<String> texts = new ArrayList<>();
        for (int id = 0; id < sizes; id++) {
            texts.add("value" + id);
        }
        int[][] ids = new int[tagCount][tuples.size()];
        int series = 0;
        for (List<Integer> tuple : tuples) {
            for (int tag = 0; tag < tagCount; tag++) {
                ids[tag][series] = tuple.get(tag);
            }
            series++;
        }
        StringDictionary[] dictionaries = new StringDictionary[tagCount];
        for (int tag = 0; tag < tagCount; tag++) {
            if (random.nextInt(3) == 0) {
                Collections.rotate(texts, 1);
            }
            dictionaries[tag] = shared.shared(StringDictionary.of(texts));
        }
        int[] ordinals = {1, 2, 3};
        return of(Arrays.copyOf(ordinals, tagCount), dictionaries, ids);
    }

    /// The same series of another source.
    private static SeriesDirectory copy(
            SeriesDirectory directory, SharedDictionaries shared, boolean sharing) {
        int tagCount = directory.tagCount();
        int[] ordinals = new int[tagCount];
        StringDictionary[] dictionaries = new StringDictionary[tagCount];
        int[][] ids = new int[tagCount][directory.size()];
        for (int tag = 0; tag < tagCount; tag++) {
            ordinals[tag] = directory.tagOrdinal(tag);
            List<String> texts = new ArrayList<>();
            for (int id = 0; id < directory.dictionary(tag).size(); id++) {
                texts.add(directory.dictionary(tag).text(id));
            }
            StringDictionary own = StringDictionary.of(texts);
            dictionaries[tag] = sharing ? shared.shared(own) : own;
            if (sharing) {
                assertThat(dictionaries[tag]).isSameAs(directory.dictionary(tag));
            }
            for (int series = 0; series < directory.size(); series++) {
                ids[tag][series] = directory.id(series, tag);
            }
        }
        return of(ordinals, dictionaries, ids);
    }

    private static SeriesDirectory of(
            int[] ordinals, StringDictionary[] dictionaries, int[][] ids) {
        long[] rowEnds = new long[ids[0].length];
        Arrays.setAll(rowEnds, series -> series + 1);
        return new SeriesDirectory(ordinals, dictionaries, ids, rowEnds);
    }

    private static int[] some(int size, SplittableRandom random) {
        int[] all = new int[size];
        int count = 0;
        for (int series = 0; series < size; series++) {
            all[count] = series;
            count += random.nextInt(3) == 0 ? 1 : 0;
        }
        return Arrays.copyOf(all, count);
    }

    private static MergeSource source(
            SeriesDirectory directory, int @Nullable [] wanted, SplittableRandom random) {
        SortedRows rows = new NaiveSortedRows(new RandomRows(random).schema(), List.of(), 0, false);
        return new MergeSource(rows, directory, TimeRange.ALL, wanted, 0, null);
    }
}
