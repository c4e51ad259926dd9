package dev.tidalite.engine.internal.merge;

import dev.tidalite.engine.batch.BooleanSink;
import dev.tidalite.engine.batch.BooleanVector;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.ColumnVector;
import dev.tidalite.engine.batch.DictionaryVector;
import dev.tidalite.engine.batch.DoubleSink;
import dev.tidalite.engine.batch.DoubleVector;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.LongVector;
import dev.tidalite.engine.batch.StringSink;
import dev.tidalite.engine.batch.StringVector;
import dev.tidalite.engine.batch.Validity;

import org.jspecify.annotations.Nullable;

/// Appends rows of a vector to a sink of the same type.
public final class VectorCopy {
    private VectorCopy() {}

    /// Appends the rows `[from, from + rowCount)`.
    public static void append(ColumnVector source, int from, int rowCount, ColumnSink target) {
        switch (target) {
            case LongSink longs -> {
                longs.reserve(rowCount);
                long[] values = ((LongVector) source).values();
                System.arraycopy(values, from, longs.values(), longs.size(), rowCount);
                if (needsBits(source.validity(), from, rowCount, longs.hasValidity())) {
                    copyBits(source.validity(), from, rowCount, longs.validity(), longs.size());
                }
                longs.advance(rowCount);
            }
            case DoubleSink doubles -> {
                doubles.reserve(rowCount);
                double[] values = ((DoubleVector) source).values();
                System.arraycopy(values, from, doubles.values(), doubles.size(), rowCount);
                if (needsBits(source.validity(), from, rowCount, doubles.hasValidity())) {
                    copyBits(source.validity(), from, rowCount, doubles.validity(), doubles.size());
                }
                doubles.advance(rowCount);
            }
            case BooleanSink booleans -> {
                booleans.reserve(rowCount);
                boolean[] values = ((BooleanVector) source).values();
                System.arraycopy(values, from, booleans.values(), booleans.size(), rowCount);
                if (needsBits(source.validity(), from, rowCount, booleans.hasValidity())) {
                    copyBits(
                            source.validity(),
                            from,
                            rowCount,
                            booleans.validity(),
                            booleans.size());
                }
                booleans.advance(rowCount);
            }
            case StringSink texts -> appendTexts(source, from, rowCount, texts);
        }
    }

    /// Appends the rows that a list of numbers names, in its order.
    ///
    /// @param rows of which `[from, to)` are taken
    public static void gather(
            ColumnVector source, int[] rows, int from, int to, ColumnSink target) {
        int rowCount = to - from;
        boolean nullable = source.validity() != null;
        switch (target) {
            case LongSink longs when !nullable -> {
                longs.reserve(rowCount);
                long[] values = ((LongVector) source).values();
                long[] out = longs.values();
                int at = longs.size();
                for (int i = from; i < to; i++) {
                    out[at++] = values[rows[i]];
                }
                longs.advance(rowCount);
            }
            case DoubleSink doubles when !nullable -> {
                doubles.reserve(rowCount);
                double[] values = ((DoubleVector) source).values();
                double[] out = doubles.values();
                int at = doubles.size();
                for (int i = from; i < to; i++) {
                    out[at++] = values[rows[i]];
                }
                doubles.advance(rowCount);
            }
            case LongSink ignored -> gatherOneByOne(source, rows, from, to, target);
            case DoubleSink ignored -> gatherOneByOne(source, rows, from, to, target);
            case BooleanSink ignored -> gatherOneByOne(source, rows, from, to, target);
            case StringSink ignored -> gatherOneByOne(source, rows, from, to, target);
        }
    }

    private static void gatherOneByOne(
            ColumnVector source, int[] rows, int from, int to, ColumnSink target) {
        for (int i = from; i < to; i++) {
            append(source, rows[i], 1, target);
        }
    }

    private static void appendTexts(
            ColumnVector source, int from, int rowCount, StringSink target) {
        target.reserve(rowCount);
        switch (source) {
            case StringVector texts -> {
                int[] offsets = texts.offsets();
                target.reserveBytes(offsets[from + rowCount] - offsets[from]);
                for (int row = from; row < from + rowCount; row++) {
                    if (Validity.isValid(texts.validity(), row)) {
                        target.append(texts.bytes(), offsets[row], offsets[row + 1]);
                    } else {
                        target.appendNulls(1);
                    }
                }
            }
            case DictionaryVector texts -> {
                for (int row = from; row < from + rowCount; row++) {
                    if (Validity.isValid(texts.validity(), row)) {
                        byte[] text = texts.dictionary().bytes(texts.ids()[row]);
                        target.append(text, 0, text.length);
                    } else {
                        target.appendNulls(1);
                    }
                }
            }
            case LongVector ignored -> throw notText(source);
            case DoubleVector ignored -> throw notText(source);
            case BooleanVector ignored -> throw notText(source);
        }
    }

    private static ClassCastException notText(ColumnVector source) {
        return new ClassCastException("not text but " + source.type());
    }

    /// Whether validity bits have to be written: once a sink has them, for every row; otherwise if
    /// a row has no value.
    private static boolean needsBits(
            long @Nullable [] source, int from, int rowCount, boolean targetHasBits) {
        return targetHasBits || (source != null && !allSet(source, from, rowCount));
    }

    private static boolean allSet(long[] bits, int from, int rowCount) {
        for (int done = 0; done < rowCount; done += Long.SIZE) {
            int count = Math.min(Long.SIZE, rowCount - done);
            if (word(bits, from + done, count) != -1L >>> (Long.SIZE - count)) {
                return false;
            }
        }
        return true;
    }

    /// The target's bits from `to` on must be 0.
    private static void copyBits(
            long @Nullable [] source, int from, int rowCount, long[] target, int to) {
        if (source == null) {
            Validity.setRange(target, to, to + rowCount);
            return;
        }
        for (int done = 0; done < rowCount; ) {
            int at = to + done;
            int count = Math.min(Long.SIZE - (at & 63), rowCount - done);
            target[at >>> 6] |= word(source, from + done, count) << at;
            done += count;
        }
    }

    /// So many bits from a place on, in the low end of the result.
    ///
    /// @param count 1 to 64
    private static long word(long[] bits, int from, int count) {
        int index = from >>> 6;
        int shift = from & 63;
        long low = bits[index] >>> shift;
        if (shift + count > Long.SIZE) {
            low |= bits[index + 1] << -shift;
        }
        return low & (-1L >>> (Long.SIZE - count));
    }
}
