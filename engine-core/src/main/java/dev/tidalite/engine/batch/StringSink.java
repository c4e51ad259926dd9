package dev.tidalite.engine.batch;

import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// A [ColumnSink] for text.
public final class StringSink implements ColumnSink {
    private int[] offsets = new int[1];
    private byte[] bytes = new byte[0];
    private long @Nullable [] validity;
    private int size;

    @Override
    public ColumnType type() {
        return ColumnType.STRING;
    }

    /// Where each text ends in [#bytes()], from index [#size()] + 1 on to be written to after
    /// [#reserve]; the entry at [#size()] is where the next one starts.
    public int[] offsets() {
        return offsets;
    }

    /// The UTF-8 of all texts, to be written to after [#reserveBytes].
    public byte[] bytes() {
        return bytes;
    }

    /// The validity bits, made at the first call with every earlier row valid; long enough for what
    /// was reserved. As long as this is not called, every row has a value.
    public long[] validity() {
        if (validity == null) {
            validity = new long[Validity.words(offsets.length)];
            Validity.setRange(validity, 0, size);
        }
        return validity;
    }

    /// Whether [#validity()] has been called since the last [#clear()]: then whoever appends must
    /// set the bits of the rows that have a value.
    public boolean hasValidity() {
        return validity != null;
    }

    @Override
    public int size() {
        return size;
    }

    /// Counts rows that were written behind the last one.
    public void advance(int rows) {
        size += rows;
    }

    /// Appends a text; the bytes are copied.
    public void append(byte[] source, int from, int to) {
        appendBytes(source, from, to);
        if (validity != null) {
            Validity.set(validity, size - 1);
        }
    }

    private void appendBytes(byte[] source, int from, int to) {
        reserve(1);
        int start = offsets[size];
        int length = to - from;
        if (start + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(start, length), bytes.length * 2));
        }
        System.arraycopy(source, from, bytes, start, length);
        size++;
        offsets[size] = start + length;
    }

    @Override
    public void reserve(int moreRows) {
        int wanted = size + moreRows + 1;
        if (wanted > offsets.length) {
            int capacity = Math.max(wanted, Math.max(64, offsets.length * 2));
            offsets = Arrays.copyOf(offsets, capacity);
            if (validity != null) {
                validity = Arrays.copyOf(validity, Validity.words(capacity));
            }
        }
    }

    /// Makes room for so many bytes of text behind those that are there.
    public void reserveBytes(int moreBytes) {
        int wanted = Math.addExact(offsets[size], moreBytes);
        if (wanted > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(wanted, bytes.length * 2));
        }
    }

    @Override
    public void appendNulls(int count) {
        reserve(count);
        validity();
        int end = offsets[size];
        Arrays.fill(offsets, size + 1, size + count + 1, end);
        size += count;
    }

    @Override
    public void clear() {
        size = 0;
        validity = null;
    }

    @Override
    public ColumnVector vector() {
        return new StringVector(offsets, bytes, validity);
    }
}
