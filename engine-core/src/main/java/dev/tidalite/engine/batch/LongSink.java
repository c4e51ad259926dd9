package dev.tidalite.engine.batch;

import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// A [ColumnSink] for timestamps and integers.
public final class LongSink implements ColumnSink {
    private final ColumnType type;
    private long[] values = new long[0];
    private long @Nullable [] validity;
    private int size;

    public LongSink(ColumnType type) {
        this.type = type;
    }

    @Override
    public ColumnType type() {
        return type;
    }

    /// The array to write to, from index [#size()] on, after [#reserve].
    public long[] values() {
        return values;
    }

    /// The validity bits, made at the first call with every earlier row valid; long enough for what
    /// was reserved. As long as this is not called, every row has a value.
    public long[] validity() {
        if (validity == null) {
            validity = new long[Validity.words(values.length)];
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

    public void append(long value) {
        reserve(1);
        values[size] = value;
        if (validity != null) {
            Validity.set(validity, size);
        }
        size++;
    }

    @Override
    public void reserve(int moreRows) {
        int wanted = size + moreRows;
        if (wanted > values.length) {
            int capacity = Math.max(wanted, Math.max(64, values.length * 2));
            values = Arrays.copyOf(values, capacity);
            if (validity != null) {
                validity = Arrays.copyOf(validity, Validity.words(capacity));
            }
        }
    }

    @Override
    public void appendNulls(int count) {
        reserve(count);
        validity();
        size += count;
    }

    @Override
    public void clear() {
        size = 0;
        validity = null;
    }

    @Override
    public ColumnVector vector() {
        return new LongVector(type, values, validity);
    }
}
