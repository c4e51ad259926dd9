package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.batch.BooleanSink;
import dev.tidalite.engine.batch.BooleanVector;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.ColumnVector;
import dev.tidalite.engine.batch.DoubleSink;
import dev.tidalite.engine.batch.DoubleVector;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.LongVector;
import dev.tidalite.engine.batch.StringSink;
import dev.tidalite.engine.batch.StringVector;
import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.internal.segment.encoding.Levels;

import org.jspecify.annotations.Nullable;

/// Appends some rows of a vector to a sink of the same type.
final class RangeCopy {
    private RangeCopy() {}

    static void append(ColumnVector source, int from, int to, ColumnSink target) {
        int count = to - from;
        target.reserve(count);
        switch (target) {
            case LongSink sink -> {
                long[] values = ((LongVector) source).values();
                System.arraycopy(values, from, sink.values(), sink.size(), count);
                if (sink.hasValidity() || source.validity() != null) {
                    copyBits(source.validity(), from, sink.validity(), sink.size(), count);
                }
                sink.advance(count);
            }
            case DoubleSink sink -> {
                double[] values = ((DoubleVector) source).values();
                System.arraycopy(values, from, sink.values(), sink.size(), count);
                if (sink.hasValidity() || source.validity() != null) {
                    copyBits(source.validity(), from, sink.validity(), sink.size(), count);
                }
                sink.advance(count);
            }
            case BooleanSink sink -> {
                boolean[] values = ((BooleanVector) source).values();
                System.arraycopy(values, from, sink.values(), sink.size(), count);
                if (sink.hasValidity() || source.validity() != null) {
                    copyBits(source.validity(), from, sink.validity(), sink.size(), count);
                }
                sink.advance(count);
            }
            case StringSink sink -> texts((StringVector) source, from, count, sink);
        }
    }

    private static void texts(StringVector source, int from, int count, StringSink sink) {
        int start = source.offsets()[from];
        int length = source.offsets()[from + count] - start;
        sink.reserveBytes(length);
        int at = sink.size();
        int[] offsets = sink.offsets();
        int shift = offsets[at] - start;
        System.arraycopy(source.bytes(), start, sink.bytes(), offsets[at], length);
        for (int i = 1; i <= count; i++) {
            offsets[at + i] = source.offsets()[from + i] + shift;
        }
        if (sink.hasValidity() || source.validity() != null) {
            copyBits(source.validity(), from, sink.validity(), at, count);
        }
        sink.advance(count);
    }

    private static void copyBits(
            long @Nullable [] source, int from, long[] target, int at, int count) {
        if (source == null) {
            Validity.setRange(target, at, at + count);
        } else {
            Levels.copy(source, from, target, at, count);
        }
    }
}
