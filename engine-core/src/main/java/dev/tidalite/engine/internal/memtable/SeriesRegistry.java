package dev.tidalite.engine.internal.memtable;

import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.internal.codec.SeriesBlock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The distinct series of a table, numbered from 0 in the order in which they were first seen. A
/// series is its set of tags: the order in which they come does not matter.
///
/// Safe for many threads. Series never change; numbers mean nothing outside this object.
public final class SeriesRegistry {
    /// What the tables, arrays and objects of one series take beside the bytes of new values.
    private static final int SERIES_BYTES = 48;

    private final AtomicLong heapBytes;
    private final List<TagColumn> columns = new ArrayList<>();
    private int[] slots = new int[16];
    private int size;

    /// All series that there were at some moment, in order.
    private volatile int[] sorted = {};

    private int[] scratchColumns = new int[16];
    private int[] scratchIds = new int[16];

    SeriesRegistry(AtomicLong heapBytes) {
        this.heapBytes = heapBytes;
    }

    /// Gives each series of a block its number here.
    ///
    /// @param numbers receives them, one per series of the block
    public synchronized void register(SeriesBlock block, int[] numbers) {
        for (int index = 0; index < block.size(); index++) {
            numbers[index] = register(block, index);
        }
    }

    /// Appends series to a block by their numbers.
    ///
    /// @param numbers `numbers[0, count)`
    public synchronized void describe(int[] numbers, int count, SeriesBlock target) {
        for (int i = 0; i < count; i++) {
            for (TagColumn column : columns) {
                int id = column.id(numbers[i]);
                if (id != TagColumn.ABSENT) {
                    byte[] value = column.values()[id];
                    target.tag(column.ordinal(), value, 0, value.length);
                }
            }
            target.end(numbers[i]);
        }
    }

    /// How many series there are.
    public synchronized int size() {
        return size;
    }

    /// The series that there are now, to be read without a lock.
    Frozen freeze() {
        List<TagColumn> sorted;
        int[][] ids;
        int count;
        synchronized (this) {
            count = size;
            sorted = new ArrayList<>(columns);
            sorted.sort(Comparator.comparingInt(TagColumn::ordinal));
            ids = new int[sorted.size()][];
            for (int tag = 0; tag < ids.length; tag++) {
                ids[tag] = sorted.get(tag).ids();
            }
        }
        int[] ordinals = new int[ids.length];
        StringDictionary[] dictionaries = new StringDictionary[ids.length];
        int[][] ranks = new int[ids.length][];
        for (int tag = 0; tag < ids.length; tag++) {
            TagColumn column = sorted.get(tag);
            TagColumn.Sorted values = column.sorted(this);
            ordinals[tag] = column.ordinal();
            dictionaries[tag] = values.dictionary();
            ranks[tag] = values.ranks();
        }
        return new Frozen(count, ordinals, dictionaries, ids, ranks);
    }

    /// The order that [#keepOrder] was given last.
    ///
    /// @return all series, or none if there were fewer or more of them then
    int[] keptOrder(int seriesCount) {
        int[] kept = sorted;
        return kept.length == seriesCount ? kept : new int[0];
    }

    /// Keeps the order of all series: to sort a million of them takes longer than to look through
    /// them for those that have rows.
    ///
    /// @param order not to be written to any more
    void keepOrder(int[] order) {
        sorted = order;
    }

    /// Series that no longer change.
    ///
    /// @param size how many there are
    /// @param ordinals of the tag columns, ascending
    /// @param dictionaries per tag column the distinct values, sorted; may hold some of later
    /// series
    /// @param ids per tag column and series the number of its value as it was first seen, -1 if it
    ///     has none; may be shorter than there are series: the rest have none
    /// @param ranks per tag column and such number the place in the dictionary
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frozen(
            int size, int[] ordinals, StringDictionary[] dictionaries, int[][] ids, int[][] ranks) {
        /// The place of a series' value in the dictionary of a tag, -1 if it has none.
        int rank(int tag, int series) {
            int[] column = ids[tag];
            int id = series < column.length ? column[series] : TagColumn.ABSENT;
            return id == TagColumn.ABSENT ? -1 : ranks[tag][id];
        }
    }

    private int register(SeriesBlock block, int index) {
        int tagCount = 0;
        if (scratchIds.length < block.tagEnd(index) - block.tagStart(index)) {
            scratchIds = new int[(block.tagEnd(index) - block.tagStart(index)) * 2];
            scratchColumns = new int[scratchIds.length];
        }
        long hash = 0;
        for (int tag = block.tagStart(index); tag < block.tagEnd(index); tag++) {
            int place = columnOf(block.ordinal(tag));
            TagColumn column = columns.get(place);
            int valuesBefore = column.valueCount();
            int from = block.valueStart(tag);
            int to = block.valueEnd(tag);
            int id = column.number(block.values(), from, to);
            if (column.valueCount() != valuesBefore) {
                heapBytes.addAndGet(SERIES_BYTES + to - from);
            }
            scratchColumns[tagCount] = place;
            scratchIds[tagCount] = id;
            tagCount++;
            hash += mix(place, id);
        }
        return find(hash, tagCount);
    }

    /// The place of a tag column in `columns`, made if there is none of this ordinal.
    private int columnOf(int ordinal) {
        for (int place = 0; place < columns.size(); place++) {
            if (columns.get(place).ordinal() == ordinal) {
                return place;
            }
        }
        columns.add(new TagColumn(ordinal));
        return columns.size() - 1;
    }

    /// Finds or adds the series whose tags are in the scratch arrays. The hash is a sum, so that
    /// the order of the tags does not change it.
    private int find(long hash, int tagCount) {
        int mask = slots.length - 1;
        int slot = spread(hash) & mask;
        while (slots[slot] != 0) {
            if (matches(slots[slot] - 1, tagCount)) {
                return slots[slot] - 1;
            }
            slot = slot + 1 & mask;
        }
        int series = size++;
        slots[slot] = size;
        for (int tag = 0; tag < tagCount; tag++) {
            columns.get(scratchColumns[tag]).setId(series, scratchIds[tag]);
        }
        heapBytes.addAndGet(SERIES_BYTES + (long) Integer.BYTES * columns.size());
        if (size * 2 > slots.length) {
            rehash();
        }
        return series;
    }

    private boolean matches(int series, int tagCount) {
        for (int tag = 0; tag < tagCount; tag++) {
            if (columns.get(scratchColumns[tag]).id(series) != scratchIds[tag]) {
                return false;
            }
        }
        int present = 0;
        for (int place = 0; place < columns.size(); place++) {
            present += columns.get(place).id(series) == TagColumn.ABSENT ? 0 : 1;
        }
        return present == tagCount;
    }

    private void rehash() {
        int[] wider = new int[slots.length * 2];
        int mask = wider.length - 1;
        for (int series = 0; series < size; series++) {
            long hash = 0;
            for (int place = 0; place < columns.size(); place++) {
                int id = columns.get(place).id(series);
                hash += id == TagColumn.ABSENT ? 0 : mix(place, id);
            }
            int slot = spread(hash) & mask;
            while (wider[slot] != 0) {
                slot = slot + 1 & mask;
            }
            wider[slot] = series + 1;
        }
        slots = wider;
    }

    private static long mix(int place, int id) {
        long mixed = ((long) place << 32 | id) * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L;
        mixed = (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
        return mixed ^ mixed >>> 32;
    }

    private static int spread(long hash) {
        return (int) (hash ^ hash >>> 32);
    }
}
