package dev.tidalite.query.internal.arrow;

import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.ColumnBuilder;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Interval;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/// Copies rows of a column into an Arrow vector of the matching type.
public final class VectorFiller {
    private VectorFiller() {}

    /// Makes a vector hold rows `[from, to)`.
    public static void fill(FieldVector vector, Column column, int from, int to) {
        Column flat = Columns.flatten(column, to);
        int count = to - from;
        switch (vector) {
            case BitVector bits -> {
                bits.allocateNew(count);
                boolean[] values =
                        flat instanceof Column.Booleans of ? of.values() : new boolean[to];
                for (int row = from; row < to; row++) {
                    if (flat.isValid(row)) {
                        bits.setSafe(row - from, values[row] ? 1 : 0);
                    } else {
                        bits.setNull(row - from);
                    }
                }
            }
            case IntervalMonthDayNanoVector intervals -> {
                intervals.allocateNew(count);
                for (int row = from; row < to; row++) {
                    if (Columns.get(flat, row)
                            instanceof Interval(int months, int days, long nanos)) {
                        intervals.setSafe(row - from, months, days, nanos);
                    } else {
                        intervals.setNull(row - from);
                    }
                }
            }
            case BaseFixedWidthVector fixed -> fillFixed(fixed, flat, from, to);
            case VarCharVector texts -> fillTexts(texts, flat, from, to);
            case StructVector struct -> fillStruct(struct, flat, from, to);
            case ListVector list -> fillList(list, flat, from, to);
            default -> {} // a vector of nulls has nothing but a length
        }
        vector.setValueCount(count);
    }

    private static void fillFixed(BaseFixedWidthVector vector, Column column, int from, int to) {
        int count = to - from;
        vector.allocateNew(count);
        ArrowBuf data = vector.getDataBuffer();
        int width = vector.getTypeWidth();
        switch (column) {
            case Column.Longs longs -> {
                long[] values = longs.values();
                for (int i = 0; i < count; i++) {
                    if (width == Long.BYTES) {
                        data.setLong((long) i * width, values[from + i]);
                    } else {
                        data.setInt((long) i * width, (int) values[from + i]);
                    }
                }
            }
            case Column.Doubles doubles -> {
                double[] values = doubles.values();
                for (int i = 0; i < count; i++) {
                    if (width == Double.BYTES) {
                        data.setDouble((long) i * width, values[from + i]);
                    } else {
                        data.setFloat((long) i * width, (float) values[from + i]);
                    }
                }
            }
            default ->
                    throw new IllegalArgumentException(
                            column.type() + " does not fit into " + vector.getField());
        }
        fillValidity(vector.getValidityBuffer(), column, from, to);
    }

    private static void fillValidity(ArrowBuf bits, Column column, int from, int to) {
        int count = to - from;
        if (column.validity() == null && !(column instanceof Column.Objects)) {
            bits.setOne(0L, (count + 7) / 8);
            return;
        }
        bits.setZero(0, (count + 7) / 8);
        for (int row = from; row < to; row++) {
            if (column.isValid(row)) {
                BitVectorHelper.setBit(bits, row - from);
            }
        }
    }

    private static void fillTexts(VarCharVector vector, Column column, int from, int to) {
        long bytes = 0;
        for (int row = from; row < to; row++) {
            bytes += length(column, row);
        }
        vector.allocateNew(bytes, to - from);
        for (int row = from; row < to; row++) {
            if (!column.isValid(row)) {
                vector.setNull(row - from);
                continue;
            }
            switch (column) {
                case Column.Texts texts -> {
                    int start = texts.offsets()[row];
                    int length = texts.offsets()[row + 1] - start;
                    vector.set(row - from, texts.bytes(), start, length);
                }
                case Column.Coded coded ->
                        vector.set(row - from, coded.dictionary().bytes(coded.ids()[row]));
                default -> throw new IllegalArgumentException("not a text: " + column.type());
            }
        }
    }

    private static int length(Column column, int row) {
        if (!column.isValid(row)) {
            return 0;
        }
        return switch (column) {
            case Column.Texts texts -> texts.offsets()[row + 1] - texts.offsets()[row];
            case Column.Coded coded -> coded.dictionary().bytes(coded.ids()[row]).length;
            default -> 0;
        };
    }

    private static void fillStruct(StructVector vector, Column column, int from, int to) {
        int count = to - from;
        DataType.Struct type = (DataType.Struct) column.type();
        vector.setInitialCapacity(count);
        vector.allocateNew();
        for (int child = 0; child < type.fields().size(); child++) {
            ColumnBuilder builder = ColumnBuilder.of(type.fields().get(child).type());
            for (int row = from; row < to; row++) {
                builder.append(element(Columns.get(column, row), child));
            }
            FieldVector childVector = (FieldVector) vector.getChildByOrdinal(child);
            fill(childVector, builder.build(), 0, count);
        }
        for (int row = from; row < to; row++) {
            if (column.isValid(row)) {
                vector.setIndexDefined(row - from);
            } else {
                vector.setNull(row - from);
            }
        }
    }

    private static @Nullable Object element(@Nullable Object value, int index) {
        return value instanceof Object[] values ? values[index] : null;
    }

    private static void fillList(ListVector vector, Column column, int from, int to) {
        DataType element = ((DataType.ListOf) column.type()).element();
        ColumnBuilder builder = ColumnBuilder.of(element);
        vector.setInitialCapacity(to - from);
        vector.allocateNew();
        for (int row = from; row < to; row++) {
            if (Columns.get(column, row) instanceof Object[] values) {
                vector.startNewValue(row - from);
                for (Object value : values) {
                    builder.append(value);
                }
                vector.endValue(row - from, values.length);
            } else {
                vector.setNull(row - from);
            }
        }
        int elements = builder.size();
        fill(vector.getDataVector(), builder.build(), 0, elements);
    }
}
