package dev.tidalite.engine.internal.merge;

import dev.tidalite.engine.batch.StringDictionary;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/// The distinct series of several sources, and for each of them where its rows are. Columnar, so
/// that a million series are a few arrays. Immutable; safe for many threads.
public final class SeriesUnion {
    private static final int NULL_ID = -1;

    private final int[] tagOrdinals;
    private final StringDictionary[] dictionaries;
    private final int[][] ids;

    /// Where the members of each series start; one entry more than there are series.
    private final int[] memberStarts;

    private final int[] memberSources;
    private final int[] memberSeries;

    private SeriesUnion(
            int[] tagOrdinals,
            StringDictionary[] dictionaries,
            int[][] ids,
            int[] memberStarts,
            int[] memberSources,
            int[] memberSeries) {
        this.tagOrdinals = tagOrdinals;
        this.dictionaries = dictionaries;
        this.ids = ids;
        this.memberStarts = memberStarts;
        this.memberSources = memberSources;
        this.memberSeries = memberSeries;
    }

    /// @param sources in the order in which the members of a series shall come
    public static SeriesUnion of(List<MergeSource> sources) {
        return sources.size() == 1 ? ofOne(sources.getFirst()) : ofMany(sources);
    }

    /// How many distinct series there are.
    public int size() {
        return memberStarts.length - 1;
    }

    public int tagCount() {
        return tagOrdinals.length;
    }

    public int tagOrdinal(int tag) {
        return tagOrdinals[tag];
    }

    /// The place of a tag column, or -1 if no series here has it.
    public int tagOf(int ordinal) {
        return Math.max(-1, Arrays.binarySearch(tagOrdinals, ordinal));
    }

    public StringDictionary dictionary(int tag) {
        return dictionaries[tag];
    }

    /// The entry of a series' value in the dictionary of a tag column, or -1 if it has none.
    public int id(int series, int tag) {
        return ids[tag][series];
    }

    /// How many rows a series has in all sources together, before anything is clipped or merged.
    ///
    /// @param sources those that this is the union of
    public long rowCount(int series, List<MergeSource> sources) {
        long rows = 0;
        for (int member = memberStarts[series]; member < memberStarts[series + 1]; member++) {
            SeriesDirectory directory = sources.get(memberSources[member]).directory();
            rows += directory.rowEnd(memberSeries[member]);
            rows -= directory.rowStart(memberSeries[member]);
        }
        return rows;
    }

    int memberStart(int series) {
        return memberStarts[series];
    }

    int memberEnd(int series) {
        return memberStarts[series + 1];
    }

    /// The source, by its place in the list, that a member is in.
    int source(int member) {
        return memberSources[member];
    }

    /// The number of a member in the directory of its source.
    int series(int member) {
        return memberSeries[member];
    }

    private static SeriesUnion ofOne(MergeSource source) {
        SeriesDirectory directory = source.directory();
        int[] tagOrdinals = tagOrdinals(List.of(source));
        StringDictionary[] dictionaries = new StringDictionary[tagOrdinals.length];
        int size = source.seriesCount();
        int[][] ids = new int[tagOrdinals.length][size];
        for (int tag = 0; tag < tagOrdinals.length; tag++) {
            int from = directory.tagOf(tagOrdinals[tag]);
            dictionaries[tag] = directory.dictionary(from);
            for (int index = 0; index < size; index++) {
                ids[tag][index] = directory.id(source.series(index), from);
            }
        }
        int[] series = new int[size];
        int[] starts = new int[size + 1];
        for (int index = 0; index < size; index++) {
            series[index] = source.series(index);
            starts[index + 1] = index + 1;
        }
        return new SeriesUnion(tagOrdinals, dictionaries, ids, starts, new int[size], series);
    }

    private static SeriesUnion ofMany(List<MergeSource> sources) {
        int[] tagOrdinals = tagOrdinals(sources);
        Dictionaries dictionaries = new Dictionaries(sources, tagOrdinals);
        SeriesTable table = new SeriesTable(tagOrdinals.length);
        List<Numbering> numberings = new ArrayList<>();
        int memberCount = 0;
        for (MergeSource source : sources) {
            memberCount = Math.addExact(memberCount, source.seriesCount());
        }
        int[] merged = new int[memberCount];
        int member = 0;
        for (MergeSource source : sources) {
            Numbering numbering = numbering(source.directory(), numberings, tagOrdinals);
            for (int index = 0; index < source.seriesCount(); index++) {
                merged[member++] = numbering.merged(source.series(index), dictionaries, table);
            }
        }
        return withMembers(sources, tagOrdinals, dictionaries.all(), table, merged);
    }

    /// That of a directory with the same series, or a new one.
    private static Numbering numbering(
            SeriesDirectory directory, List<Numbering> known, int[] tagOrdinals) {
        for (Numbering numbering : known) {
            if (numbering.directory == directory || numbering.directory.sharesSeries(directory)) {
                return numbering;
            }
        }
        Numbering numbering = new Numbering(directory, tagOrdinals, known.isEmpty());
        known.add(numbering);
        return numbering;
    }

    /// Sorts the members by series, those of one series in the order of the sources.
    private static SeriesUnion withMembers(
            List<MergeSource> sources,
            int[] tagOrdinals,
            StringDictionary[] dictionaries,
            SeriesTable table,
            int[] merged) {
        int[] starts = new int[table.size() + 1];
        for (int series : merged) {
            starts[series + 1]++;
        }
        for (int series = 0; series < table.size(); series++) {
            starts[series + 1] += starts[series];
        }
        int[] next = Arrays.copyOf(starts, table.size());
        int[] memberSources = new int[merged.length];
        int[] memberSeries = new int[merged.length];
        int member = 0;
        for (int number = 0; number < sources.size(); number++) {
            MergeSource source = sources.get(number);
            for (int index = 0; index < source.seriesCount(); index++) {
                int place = next[merged[member++]]++;
                memberSources[place] = number;
                memberSeries[place] = source.series(index);
            }
        }
        return new SeriesUnion(
                tagOrdinals, dictionaries, table.ids(), starts, memberSources, memberSeries);
    }

    private static int[] tagOrdinals(List<MergeSource> sources) {
        TreeSet<Integer> ordinals = new TreeSet<>();
        for (MergeSource source : sources) {
            SeriesDirectory directory = source.directory();
            for (int tag = 0; tag < directory.tagCount(); tag++) {
                ordinals.add(directory.tagOrdinal(tag));
            }
        }
        return ordinals.stream().mapToInt(ordinal -> ordinal).toArray();
    }

    /// The dictionaries of the union: those of the sources where all that have a tag column share
    /// one, others put together.
    private static final class Dictionaries {
        private final @Nullable StringDictionary[] shared;
        private final DictionaryUnion[] unions;

        Dictionaries(List<MergeSource> sources, int[] tagOrdinals) {
            this.shared = new StringDictionary[tagOrdinals.length];
            this.unions = new DictionaryUnion[tagOrdinals.length];
            Arrays.setAll(unions, tag -> new DictionaryUnion());
            for (int tag = 0; tag < tagOrdinals.length; tag++) {
                shared[tag] = shared(sources, tagOrdinals[tag]);
            }
        }

        private static @Nullable StringDictionary shared(List<MergeSource> sources, int ordinal) {
            StringDictionary first = null;
            for (MergeSource source : sources) {
                int place = source.directory().tagOf(ordinal);
                if (place >= 0) {
                    StringDictionary one = source.directory().dictionary(place);
                    if (first != null && first != one) {
                        return null;
                    }
                    first = one;
                }
            }
            return first;
        }

        boolean isShared(int tag) {
            return shared[tag] != null;
        }

        /// The entry of the union for one of a dictionary that is not shared.
        int add(int tag, byte[] text) {
            return unions[tag].add(text);
        }

        StringDictionary[] all() {
            StringDictionary[] all = new StringDictionary[unions.length];
            for (int tag = 0; tag < all.length; tag++) {
                StringDictionary one = shared[tag];
                all[tag] = one == null ? unions[tag].dictionary() : one;
            }
            return all;
        }
    }

    /// The series of a directory, and of all that share its series, by the numbers of the union,
    /// worked out when they are asked for.
    private static final class Numbering {
        private static final int UNKNOWN = -2;

        private final SeriesDirectory directory;

        /// Whether no other one had any series before.
        private final boolean isFirst;

        private final int[] merged;
        private final int[] tuple;

        /// Per tag column of the union its place in the directory, or -1.
        private final int[] places;

        /// Per tag column of the union and entry of the directory the entry of the union; where
        /// dictionaries are shared there is none.
        private final int[] @Nullable [] entries;

        Numbering(SeriesDirectory directory, int[] tagOrdinals, boolean isFirst) {
            this.directory = directory;
            this.isFirst = isFirst;
            this.merged = new int[directory.size()];
            this.tuple = new int[tagOrdinals.length];
            this.places = new int[tagOrdinals.length];
            this.entries = new int[tagOrdinals.length][];
            Arrays.fill(merged, UNKNOWN);
            for (int tag = 0; tag < tagOrdinals.length; tag++) {
                places[tag] = directory.tagOf(tagOrdinals[tag]);
            }
        }

        int merged(int series, Dictionaries dictionaries, SeriesTable table) {
            if (merged[series] == UNKNOWN) {
                for (int tag = 0; tag < tuple.length; tag++) {
                    tuple[tag] = entry(series, tag, dictionaries);
                }
                merged[series] = isFirst ? table.addNew(tuple) : table.add(tuple);
            }
            return merged[series];
        }

        private int entry(int series, int tag, Dictionaries dictionaries) {
            int id = places[tag] < 0 ? NULL_ID : directory.id(series, places[tag]);
            if (id == NULL_ID || dictionaries.isShared(tag)) {
                return id;
            }
            StringDictionary own = directory.dictionary(places[tag]);
            int[] known = entries[tag];
            if (known == null) {
                known = new int[own.size()];
                Arrays.fill(known, UNKNOWN);
                entries[tag] = known;
            }
            if (known[id] == UNKNOWN) {
                known[id] = dictionaries.add(tag, own.bytes(id));
            }
            return known[id];
        }
    }
}
