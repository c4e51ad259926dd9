package dev.tidalite.query.internal.arrow;

import dev.tidalite.engine.batch.StringDictionary;
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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Copies rows of a column into an Arrow vector of the matching type.
public final class VectorFiller {
    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

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
        int width = vector.getTypeWidth();
        ByteBuffer data =
                vector.getDataBuffer()
                        .nioBuffer(0, Math.multiplyExact(count, width))
                        .order(ByteOrder.nativeOrder());
        switch (column) {
            case Column.Longs longs -> {
                if (width == Long.BYTES) {
                    data.asLongBuffer().put(longs.values(), from, count);
                } else {
                    for (int row = from; row < to; row++) {
                        data.putInt((int) longs.values()[row]);
                    }
                }
            }
            case Column.Doubles doubles -> {
                if (width == Double.BYTES) {
                    data.asDoubleBuffer().put(doubles.values(), from, count);
                } else {
                    for (int row = from; row < to; row++) {
                        data.putFloat((float) doubles.values()[row]);
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
        int count = to - from;
        int[] offsets = new int[count + 1];
        byte[] bytes =
                switch (column) {
                    case Column.Texts texts -> plainTexts(texts, from, offsets);
                    case Column.Coded coded -> codedTexts(coded, from, offsets);
                    default -> throw new IllegalArgumentException("not a text: " + column.type());
                };
        vector.allocateNew(offsets[count], count);
        vector.getOffsetBuffer()
                .nioBuffer(0, offsets.length * Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .asIntBuffer()
                .put(offsets);
        vector.getDataBuffer().setBytes(0, bytes, 0, offsets[count]);
        fillValidity(vector.getValidityBuffer(), column, from, to);
        vector.setLastSet(count - 1);
    }

    /// The bytes of rows from one on, and where each starts in them.
    private static byte[] plainTexts(Column.Texts texts, int from, int[] offsets) {
        int count = offsets.length - 1;
        for (int i = 0; i < count; i++) {
            int row = from + i;
            int length = texts.isValid(row) ? texts.offsets()[row + 1] - texts.offsets()[row] : 0;
            offsets[i + 1] = Math.addExact(offsets[i], length);
        }
        byte[] bytes = new byte[offsets[count]];
        for (int i = 0; i < count; i++) {
            int start = texts.offsets()[from + i];
            int length = offsets[i + 1] - offsets[i];
            System.arraycopy(texts.bytes(), start, bytes, offsets[i], length);
        }
        return bytes;
    }

    /// As [#plainTexts]. Tags repeat for as long as a series lasts: what repeats is copied in ever
    /// larger pieces.
    private static byte[] codedTexts(Column.Coded coded, int from, int[] offsets) {
        int count = offsets.length - 1;
        int[] ids = coded.ids();
        if (coded.validity() == null
                && coded.dictionary().size() <= count / 4
                && changes(ids, from, from + count) > count / 4) {
            return scatteredTexts(coded.dictionary(), ids, from, offsets);
        }
        for (int i = 0, end; i < count; i = end) {
            end = endOfRun(coded, from, i, count);
            int length =
                    coded.isValid(from + i) ? coded.dictionary().bytes(ids[from + i]).length : 0;
            Math.addExact(offsets[i], Math.multiplyExact(length, end - i)); // all of them fit
            for (int at = i; at < end; at++) {
                offsets[at + 1] = offsets[at] + length;
            }
        }
        byte[] bytes = new byte[offsets[count]];
        for (int i = 0, end; i < count; i = end) {
            end = endOfRun(coded, from, i, count);
            if (offsets[end] > offsets[i]) {
                byte[] entry = coded.dictionary().bytes(ids[from + i]);
                repeat(entry, bytes, offsets[i], offsets[end]);
            }
        }
        return bytes;
    }

    /// How many of the rows `[from, to)` differ from the one before.
    private static int changes(int[] ids, int from, int to) {
        int changes = 0;
        for (int row = from + 1; row < to; row++) {
            changes += ids[row] == ids[row - 1] ? 0 : 1;
        }
        return changes;
    }

    /// As [#plainTexts], for few different texts that seldom repeat. The first eight bytes are
    /// written as one number: what is too much of it the next text overwrites.
    private static byte[] scatteredTexts(
            StringDictionary dictionary, int[] ids, int from, int[] offsets) {
        int count = offsets.length - 1;
        int[] lengths = new int[dictionary.size()];
        long[] heads = new long[lengths.length];
        for (int id = 0; id < lengths.length; id++) {
            byte[] entry = dictionary.bytes(id);
            lengths[id] = entry.length;
            heads[id] =
                    (long) WORD.get(Arrays.copyOf(entry, Math.max(Long.BYTES, entry.length)), 0);
        }
        long end = 0;
        for (int i = 0; i < count; i++) {
            end += lengths[ids[from + i]];
            offsets[i + 1] = (int) end;
        }
        byte[] bytes = new byte[Math.toIntExact(end + Long.BYTES)];
        for (int i = 0; i < count; i++) {
            int id = ids[from + i];
            WORD.set(bytes, offsets[i], heads[id]);
            if (lengths[id] > Long.BYTES) {
                int rest = lengths[id] - Long.BYTES;
                System.arraycopy(
                        dictionary.bytes(id), Long.BYTES, bytes, offsets[i] + Long.BYTES, rest);
            }
        }
        return bytes;
    }

    /// One past the last row, counted from `from`, that is like row `i`.
    private static int endOfRun(Column.Coded coded, int from, int i, int count) {
        int[] ids = coded.ids();
        int id = ids[from + i];
        int end = i + 1;
        if (coded.validity() == null) {
            while (end < count && ids[from + end] == id) {
                end++;
            }
        }
        return end;
    }

    private static void repeat(byte[] entry, byte[] bytes, int start, int end) {
        System.arraycopy(entry, 0, bytes, start, entry.length);
        for (int done = entry.length; done < end - start; ) {
            int more = Math.min(done, end - start - done);
            System.arraycopy(bytes, start, bytes, start + done, more);
            done += more;
        }
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
