package dev.tidalite.engine.internal.segment;

import java.util.Arrays;

/// Ranges of rows of a segment: ascending, disjoint, not touching, none empty. Immutable.
public final class RowRanges {
    public static final RowRanges NONE = new RowRanges(new long[0], 0);

    private final long[] borders;
    private final int size;

    private RowRanges(long[] borders, int size) {
        this.borders = borders;
        this.size = size;
    }

    /// How many ranges there are.
    public int size() {
        return size;
    }

    /// The first row of a range.
    public long from(int range) {
        return borders[2 * range];
    }

    /// The row behind the last one of a range.
    public long to(int range) {
        return borders[2 * range + 1];
    }

    public long rowCount() {
        long rows = 0;
        for (int range = 0; range < size; range++) {
            rows += to(range) - from(range);
        }
        return rows;
    }

    /// The first range that ends behind a row, or [#size()]: where a search in `[row, …)` starts.
    public int after(long row) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (to(middle) > row) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /// Whether any row of `[fromRow, toRow)` is in.
    public boolean touches(long fromRow, long toRow) {
        int range = after(fromRow);
        return range < size && from(range) < toRow;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowRanges that
                && Arrays.equals(borders, 0, 2 * size, that.borders, 0, 2 * that.size);
    }

    @Override
    public int hashCode() {
        int hash = size;
        for (int i = 0; i < 2 * size; i++) {
            hash = 31 * hash + Long.hashCode(borders[i]);
        }
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int range = 0; range < size; range++) {
            text.append(range == 0 ? "" : " ").append(from(range)).append('-').append(to(range));
        }
        return text.append(']').toString();
    }

    /// Collects ranges that come in ascending order.
    static final class Builder {
        private long[] borders = new long[8];
        private int size;

        void add(long from, long to) {
            if (from == to) {
                return;
            }
            if (size > 0 && borders[2 * size - 1] == from) {
                borders[2 * size - 1] = to;
                return;
            }
            if (2 * size == borders.length) {
                borders = Arrays.copyOf(borders, borders.length * 2);
            }
            borders[2 * size] = from;
            borders[2 * size + 1] = to;
            size++;
        }

        RowRanges build() {
            return new RowRanges(borders, size);
        }
    }
}
