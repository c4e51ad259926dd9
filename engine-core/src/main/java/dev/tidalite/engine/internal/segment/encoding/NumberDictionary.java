package dev.tidalite.engine.internal.segment.encoding;

import java.util.Arrays;

/// Numbers the distinct 64-bit patterns of a column in the order of their appearance, as long as
/// they are few: patterns, not values, so that -0.0 and every NaN survive.
///
/// Reused from column to column; used by one thread.
public final class NumberDictionary {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final int sizeMax;
    private final long[] slotBits;
    private final int[] slotIds;
    private final long[] entries;
    private final int shift;
    private int size;

    public NumberDictionary(int sizeMax) {
        this.sizeMax = sizeMax;
        int slots = Math.max(2, Integer.highestOneBit(sizeMax) * 4);
        this.slotBits = new long[slots];
        this.slotIds = new int[slots];
        this.entries = new long[sizeMax];
        this.shift = Long.SIZE - Integer.numberOfTrailingZeros(slots);
        clear();
    }

    public void clear() {
        Arrays.fill(slotIds, -1);
        size = 0;
    }

    public int size() {
        return size;
    }

    /// The patterns by their number; the first [#size()] count.
    public long[] entries() {
        return entries;
    }

    /// Numbers `count` values.
    ///
    /// @return false if there are too many distinct ones: then the numbering is of no use
    public boolean add(long[] values, int from, int count, int[] ids, int at) {
        for (int i = 0; i < count; i++) {
            int id = id(values[from + i]);
            if (id < 0) {
                return false;
            }
            ids[at + i] = id;
        }
        return true;
    }

    /// As [#add(long[], int, int, int[], int)].
    public boolean add(double[] values, int from, int count, int[] ids, int at) {
        for (int i = 0; i < count; i++) {
            int id = id(Double.doubleToRawLongBits(values[from + i]));
            if (id < 0) {
                return false;
            }
            ids[at + i] = id;
        }
        return true;
    }

    private int id(long bits) {
        int slot = (int) (bits * GOLDEN >>> shift);
        while (true) {
            int id = slotIds[slot];
            if (id >= 0 && slotBits[slot] == bits) {
                return id;
            }
            if (id < 0) {
                return insert(slot, bits);
            }
            slot = slot + 1 & slotIds.length - 1;
        }
    }

    private int insert(int slot, long bits) {
        if (size == sizeMax) {
            return -1;
        }
        slotBits[slot] = bits;
        slotIds[slot] = size;
        entries[size] = bits;
        return size++;
    }
}
