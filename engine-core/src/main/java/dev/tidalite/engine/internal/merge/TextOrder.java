package dev.tidalite.engine.internal.merge;

import java.util.Arrays;
import java.util.Comparator;

/// The order of distinct texts, compared as unsigned bytes.
///
/// What all of them begin with is left out; the eight bytes that follow tell most texts apart, and
/// are sorted as numbers by their bytes, the last one first. Only texts that have those in common
/// too are compared.
public final class TextOrder {
    private static final int BYTE_VALUES = 256;

    private TextOrder() {}

    /// Sorts numbers of texts.
    ///
    /// @param texts of which the first `count` are sorted; distinct
    /// @return the numbers of the texts, in the order of the texts
    public static int[] of(byte[][] texts, int count) {
        int[] order = new int[count];
        Arrays.setAll(order, i -> i);
        if (isAscending(texts, count)) {
            return order;
        }
        int skipped = commonPrefix(texts, count);
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = key(texts[i], skipped);
        }
        int[] sorted = sortByKey(keys, order);
        int from = 0;
        for (int i = 1; i <= count; i++) {
            if (i == count || keys[sorted[i]] != keys[sorted[from]]) {
                if (i - from > 1) {
                    sortByText(texts, sorted, from, i);
                }
                from = i;
            }
        }
        return sorted;
    }

    private static boolean isAscending(byte[][] texts, int count) {
        for (int i = 1; i < count; i++) {
            if (Arrays.compareUnsigned(texts[i - 1], texts[i]) > 0) {
                return false;
            }
        }
        return true;
    }

    private static int commonPrefix(byte[][] texts, int count) {
        byte[] first = texts[0];
        int length = first.length;
        for (int i = 1; i < count && length > 0; i++) {
            byte[] text = texts[i];
            int end = Math.min(length, text.length);
            int differs = Arrays.mismatch(first, 0, end, text, 0, end);
            length = differs < 0 ? end : differs;
        }
        return length;
    }

    /// Eight bytes as a number, the first one highest; zeros stand for those behind the end.
    private static long key(byte[] text, int from) {
        long key = 0;
        int end = Math.min(text.length, from + Long.BYTES);
        for (int i = from; i < end; i++) {
            key |= (text[i] & 0xffL) << (Long.SIZE - Byte.SIZE * (i - from + 1));
        }
        return key;
    }

    /// @param order overwritten
    private static int[] sortByKey(long[] keys, int[] order) {
        int[] source = order;
        int[] target = new int[order.length];
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            int[] starts = new int[BYTE_VALUES + 1];
            for (long key : keys) {
                starts[(int) (key >>> shift & 0xff) + 1]++;
            }
            if (starts[(int) (keys[0] >>> shift & 0xff) + 1] == keys.length) {
                continue;
            }
            for (int value = 0; value < BYTE_VALUES; value++) {
                starts[value + 1] += starts[value];
            }
            for (int i : source) {
                target[starts[(int) (keys[i] >>> shift & 0xff)]++] = i;
            }
            int[] swap = source;
            source = target;
            target = swap;
        }
        return source;
    }

    private static void sortByText(byte[][] texts, int[] order, int from, int to) {
        Integer[] same = new Integer[to - from];
        Arrays.setAll(same, i -> order[from + i]);
        Arrays.sort(same, Comparator.comparing(i -> texts[i], Arrays::compareUnsigned));
        for (int i = 0; i < same.length; i++) {
            order[from + i] = same[i];
        }
    }
}
