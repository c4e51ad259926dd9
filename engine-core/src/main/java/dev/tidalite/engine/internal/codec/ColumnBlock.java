package dev.tidalite.engine.internal.codec;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.schema.ColumnType;

import java.util.Arrays;

/// One field column of a [RowBlock]: 64 bits a row and a validity bit beside them.
///
/// The bits are the integer, the raw bits of the double, 0 or 1 for a truth value; of a text, where
/// it begins (high half) and ends (low half) in `text`. Bits of a row without a value mean nothing.
/// Written by one thread; the arrays are public to the loops that read them.
public final class ColumnBlock {
    private final int ordinal;
    private final ColumnType type;
    private long[] bits;
    private long[] validity;
    private byte[] text = new byte[0];
    private int textBytes;

    /// @param ordinal of the column in its table's schema
    public ColumnBlock(int ordinal, ColumnType type, int rowCapacity) {
        this.ordinal = ordinal;
        this.type = type;
        this.bits = new long[rowCapacity];
        this.validity = new long[Validity.words(rowCapacity)];
    }

    public int ordinal() {
        return ordinal;
    }

    public ColumnType type() {
        return type;
    }

    public long[] bits() {
        return bits;
    }

    public long[] validity() {
        return validity;
    }

    /// UTF-8 that the bits of a text column point into.
    public byte[] text() {
        return text;
    }

    public int textBytes() {
        return textBytes;
    }

    /// Sets the value of a row; of several values for a row the last one stays.
    public void set(int row, long value) {
        if (row >= bits.length) {
            grow(row + 1);
        }
        bits[row] = value;
        validity[row >>> 6] |= 1L << row;
    }

    /// Sets the text of a row; the bytes are copied.
    public void setText(int row, byte[] source, int from, int to) {
        int start = reserveText(to - from);
        System.arraycopy(source, from, text, start, to - from);
        endText(row, start, to - from);
    }

    /// Makes room for a text of at most so many bytes.
    ///
    /// @return where in [#text()] to write it, before [#endText]
    public int reserveText(int bytes) {
        int wanted = Math.addExact(textBytes, bytes);
        if (wanted > text.length) {
            text = Arrays.copyOf(text, Math.max(wanted, Math.max(256, text.length * 2)));
        }
        return textBytes;
    }

    /// Counts the bytes written at `start` as the text of a row.
    public void endText(int row, int start, int length) {
        textBytes = start + length;
        set(row, (long) start << 32 | textBytes);
    }

    public void unset(int row) {
        if (row < bits.length) {
            Validity.clear(validity, row);
        }
    }

    /// Forgets all rows; keeps the arrays unless they are much larger than usual.
    public void clear() {
        Arrays.fill(validity, 0);
        textBytes = 0;
        if (text.length > TEXT_BYTES_KEPT_MAX) {
            text = new byte[0];
        }
    }

    private static final int TEXT_BYTES_KEPT_MAX = 1 << 20;

    /// Makes sure that there is an entry for each of so many rows.
    public void ensureRows(int rowCount) {
        if (rowCount > bits.length) {
            grow(rowCount);
        }
    }

    private void grow(int rowCount) {
        int capacity = Math.max(rowCount, Math.max(64, bits.length * 2));
        bits = Arrays.copyOf(bits, capacity);
        validity = Arrays.copyOf(validity, Validity.words(capacity));
    }

    /// Takes the bits of all rows.
    void replaceBits(long[] values) {
        bits = values;
    }

    void replaceText(byte[] bytes) {
        text = bytes;
        textBytes = bytes.length;
    }
}
