package dev.tidalite.engine.internal.memtable;

import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.internal.merge.TextOrder;

import java.util.Arrays;

/// One tag column of a [SeriesRegistry]: the distinct values, and per series which of them it has.
/// Changed under the table's lock; what is there never changes, so that a reader that was given the
/// arrays under the lock may go on reading them.
final class TagColumn {
    /// The id of a series that has no value.
    static final int ABSENT = -1;

    private final int ordinal;
    private byte[][] values = new byte[8][];
    private int valueCount;
    private int[] slots = new int[16];
    private int[] ids = new int[0];
    private volatile Sorted sorted = new Sorted(new StringDictionary(new byte[0][]), new int[0]);

    /// The values at some moment, in order.
    ///
    /// @param ranks per number of a value its place in the dictionary
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sorted(StringDictionary dictionary, int[] ranks) {}

    TagColumn(int ordinal) {
        this.ordinal = ordinal;
    }

    int ordinal() {
        return ordinal;
    }

    /// May be longer than [#valueCount()].
    byte[][] values() {
        return values;
    }

    int valueCount() {
        return valueCount;
    }

    /// The values there are now, sorted; worked out again only when there are new ones.
    ///
    /// @param lock the table's, not held by the caller
    Sorted sorted(Object lock) {
        byte[][] unsorted;
        int count;
        synchronized (lock) {
            unsorted = values;
            count = valueCount;
        }
        Sorted last = sorted;
        if (last.ranks.length == count) {
            return last;
        }
        int[] order = TextOrder.of(unsorted, count);
        byte[][] entries = new byte[count][];
        int[] ranks = new int[count];
        for (int rank = 0; rank < count; rank++) {
            entries[rank] = unsorted[order[rank]];
            ranks[order[rank]] = rank;
        }
        Sorted made = new Sorted(new StringDictionary(entries), ranks);
        sorted = made;
        return made;
    }

    /// Per series the number of its value or [#ABSENT]; may be shorter than there are series: the
    /// rest have none.
    int[] ids() {
        return ids;
    }

    int id(int series) {
        return series < ids.length ? ids[series] : ABSENT;
    }

    void setId(int series, int id) {
        if (series >= ids.length) {
            int before = ids.length;
            ids = Arrays.copyOf(ids, Math.max(series + 1, Math.max(16, before * 2)));
            Arrays.fill(ids, before, ids.length, ABSENT);
        }
        ids[series] = id;
    }

    /// The number of a value, given one if it is new.
    int number(byte[] source, int from, int to) {
        int mask = slots.length - 1;
        int slot = hash(source, from, to) & mask;
        while (slots[slot] != 0) {
            byte[] value = values[slots[slot] - 1];
            if (Arrays.equals(value, 0, value.length, source, from, to)) {
                return slots[slot] - 1;
            }
            slot = slot + 1 & mask;
        }
        if (valueCount == values.length) {
            values = Arrays.copyOf(values, valueCount * 2);
        }
        values[valueCount] = Arrays.copyOfRange(source, from, to);
        valueCount++;
        slots[slot] = valueCount;
        if (valueCount * 2 > slots.length) {
            rehash();
        }
        return valueCount - 1;
    }

    private void rehash() {
        int[] wider = new int[slots.length * 2];
        int mask = wider.length - 1;
        for (int id = 0; id < valueCount; id++) {
            int slot = hash(values[id], 0, values[id].length) & mask;
            while (wider[slot] != 0) {
                slot = slot + 1 & mask;
            }
            wider[slot] = id + 1;
        }
        slots = wider;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + bytes[i];
        }
        hash *= 0x9E3779B9;
        return hash ^ hash >>> 15;
    }
}
