package dev.tidalite.bench.lp;

import dev.tidalite.lp.LineSink;

import java.util.Arrays;

/// The least that a store must do: each line becomes a row of a series id, a time and one 64-bit
/// cell for each field, in an array of the field's column. Strings are copied.
final class ArrayColumns implements LineSink {
    private static final int COLUMNS_MAX = 256;

    private final byte[] text;
    private final int rowsMax;
    private final int[] seriesIds;
    private final long[] times;

    /// By column, made when the column comes up.
    private final long[][] cells = new long[COLUMNS_MAX][];

    /// By layout, then place in the line: the cells of the column.
    private long[][][] columnsOfLayout = new long[16][][];

    private int lastLayout;
    private long[][] lastColumns = {};

    private final ByteKeys series = new ByteKeys(8_192);
    private final ByteKeys columns = new ByteKeys(COLUMNS_MAX);

    private byte[] strings = new byte[1 << 16];
    private int stringsLength;
    private int row;
    private int seriesId;

    ArrayColumns(byte[] text, int rowsMax) {
        this.text = text;
        this.rowsMax = rowsMax;
        seriesIds = new int[rowsMax];
        times = new long[rowsMax];
    }

    /// Starts again at row 0; what is known of series and columns stays known.
    void rewind() {
        row = 0;
        stringsLength = 0;
    }

    int rowCount() {
        return row;
    }

    /// Something that depends on every cell, so that no work is in vain.
    long checksum() {
        long sum = 0;
        for (int r = 0; r < row; r++) {
            sum += seriesIds[r] ^ times[r];
        }
        for (long[] column : cells) {
            for (int r = 0; column != null && r < row; r++) {
                sum = sum * 31 + column[r];
            }
        }
        return sum;
    }

    @Override
    public boolean series(int from, int to, long hash) {
        seriesId = series.find(text, from, to, hash);
        if (seriesId >= 0) {
            return true;
        }
        seriesId = series.add(text, from, to, hash);
        return false;
    }

    @Override
    public void measurement(int from, int to, boolean escaped) {}

    @Override
    public void tag(
            int keyFrom,
            int keyTo,
            boolean keyEscaped,
            int valueFrom,
            int valueTo,
            boolean valueEscaped) {}

    @Override
    public void floatField(
            int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, double v) {
        put(layout, index, keyFrom, keyTo, Double.doubleToRawLongBits(v));
    }

    @Override
    public void integerField(
            int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, long v) {
        put(layout, index, keyFrom, keyTo, v);
    }

    @Override
    public void unsignedField(
            int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, long v) {
        put(layout, index, keyFrom, keyTo, v);
    }

    @Override
    public void booleanField(
            int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, boolean v) {
        put(layout, index, keyFrom, keyTo, v ? 1 : 0);
    }

    @Override
    public void stringField(
            int layout,
            int index,
            int keyFrom,
            int keyTo,
            boolean keyEscaped,
            int from,
            int to,
            boolean escaped) {
        int length = to - from;
        if (strings.length - stringsLength < length) {
            strings = Arrays.copyOf(strings, strings.length * 2 + length);
        }
        System.arraycopy(text, from, strings, stringsLength, length);
        put(layout, index, keyFrom, keyTo, (long) stringsLength << 32 | length);
        stringsLength += length;
    }

    private void put(int layout, int index, int keyFrom, int keyTo, long cell) {
        if (layout == lastLayout && index < lastColumns.length) {
            lastColumns[index][row] = cell;
        } else {
            column(layout, index, keyFrom, keyTo)[row] = cell;
        }
    }

    private long[] column(int layout, int index, int keyFrom, int keyTo) {
        if (layout > 0) {
            if (layout >= columnsOfLayout.length) {
                columnsOfLayout = Arrays.copyOf(columnsOfLayout, layout * 2);
            }
            long[][] known = columnsOfLayout[layout];
            if (known == null) {
                known = new long[0][];
            }
            if (index >= known.length) {
                known = Arrays.copyOf(known, index + 1);
                known[index] = column(keyFrom, keyTo);
                columnsOfLayout[layout] = known;
            }
            lastLayout = layout;
            lastColumns = known;
            return known[index];
        }
        return column(keyFrom, keyTo);
    }

    /// Columns beyond the limit share the last one: only the adversarial text has so many.
    private long[] column(int keyFrom, int keyTo) {
        long hash = ByteKeys.hash(text, keyFrom, keyTo);
        int column = columns.find(text, keyFrom, keyTo, hash);
        if (column < 0) {
            column =
                    columns.size() < COLUMNS_MAX - 1
                            ? columns.add(text, keyFrom, keyTo, hash)
                            : COLUMNS_MAX - 1;
        }
        if (cells[column] == null) {
            cells[column] = new long[rowsMax];
        }
        return cells[column];
    }

    @Override
    public void endLine(long timeNs) {
        seriesIds[row] = seriesId;
        times[row] = timeNs;
        row++;
    }

    @Override
    public void discardLine() {}
}
