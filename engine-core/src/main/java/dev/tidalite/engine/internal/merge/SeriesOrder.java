package dev.tidalite.engine.internal.merge;

import dev.tidalite.engine.batch.StringDictionary;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The order in which series stand in a segment: by their tag values, compared as unsigned bytes, a
/// missing value first; the tag with the fewest distinct values counts most.
///
/// @param tags places of the tags in the union, most significant first
/// @param ranks per tag, by its place in the union, and per entry of its dictionary its place in
///     the order of bytes
/// @param series the union's series in their order
record SeriesOrder(int[] tags, int[][] ranks, int[] series) {
    static SeriesOrder of(SeriesUnion union) {
        int tagCount = union.tagCount();
        int[][] ranks = new int[tagCount][];
        for (int tag = 0; tag < tagCount; tag++) {
            ranks[tag] = ranks(union.dictionary(tag));
        }
        int[] cardinalities = new int[tagCount];
        Arrays.setAll(cardinalities, tag -> cardinality(union, tag));
        int[] tags =
                IntStream.range(0, tagCount)
                        .boxed()
                        .sorted(
                                Comparator.comparingInt((Integer tag) -> cardinalities[tag])
                                        .thenComparingInt(union::tagOrdinal))
                        .mapToInt(tag -> tag)
                        .toArray();
        int[] series = new int[union.size()];
        Arrays.setAll(series, i -> i);
        if (!isAscending(union, tags, ranks)) {
            for (int i = tagCount - 1; i >= 0; i--) {
                series = sortedBy(union, tags[i], ranks[tags[i]], series);
            }
        }
        return new SeriesOrder(tags, ranks, series);
    }

    /// Whether the union's series stand in their order as they are.
    private static boolean isAscending(SeriesUnion union, int[] tags, int[][] ranks) {
        for (int series = 1; series < union.size(); series++) {
            int tag = 0;
            while (tag < tags.length
                    && union.id(series - 1, tags[tag]) == union.id(series, tags[tag])) {
                tag++;
            }
            if (tag < tags.length
                    && key(union, tags[tag], ranks[tags[tag]], series - 1)
                            > key(union, tags[tag], ranks[tags[tag]], series)) {
                return false;
            }
        }
        return true;
    }

    /// How many distinct values of a tag the series have; dictionaries may hold more.
    private static int cardinality(SeriesUnion union, int tag) {
        boolean[] seen = new boolean[union.dictionary(tag).size() + 1];
        int count = 0;
        for (int series = 0; series < union.size(); series++) {
            int id = union.id(series, tag) + 1;
            if (!seen[id]) {
                seen[id] = true;
                count++;
            }
        }
        return count;
    }

    private static int[] ranks(StringDictionary dictionary) {
        byte[][] entries = new byte[dictionary.size()][];
        Arrays.setAll(entries, dictionary::bytes);
        int[] order = TextOrder.of(entries, entries.length);
        int[] ranks = new int[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            ranks[order[rank]] = rank;
        }
        return ranks;
    }

    /// Sorts series by one tag, keeping the order of those that have the same value.
    private static int[] sortedBy(SeriesUnion union, int tag, int[] ranks, int[] series) {
        int[] next = new int[ranks.length + 2];
        for (int one : series) {
            next[key(union, tag, ranks, one) + 1]++;
        }
        for (int key = 1; key < next.length; key++) {
            next[key] += next[key - 1];
        }
        int[] sorted = new int[series.length];
        for (int one : series) {
            sorted[next[key(union, tag, ranks, one)]++] = one;
        }
        return sorted;
    }

    private static int key(SeriesUnion union, int tag, int[] ranks, int series) {
        int id = union.id(series, tag);
        return id < 0 ? 0 : ranks[id] + 1;
    }
}
