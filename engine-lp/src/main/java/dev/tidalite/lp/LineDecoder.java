package dev.tidalite.lp;

import dev.tidalite.lp.internal.parse.Duplicates;
import dev.tidalite.lp.internal.parse.KeyHash;
import dev.tidalite.lp.internal.parse.LineParser;
import dev.tidalite.lp.internal.parse.LineSplitter;
import dev.tidalite.lp.internal.parse.LineTokens;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Decodes line protocol, in the dialect of InfluxDB 3.
///
/// Bad lines are reported in the [DecodeResult], the good ones around them are delivered. A decoder
/// remembers what lines looked like, to be faster with the next ones, but nothing of what they
/// said. Not thread-safe: one decoder for each thread.
///
/// The text should be valid UTF-8, see [Utf8]; text that is not does no harm.
public final class LineDecoder {
    private final DecodeLimits limits;
    private final LineTokens tokens = new LineTokens();
    private final LineParser parser;
    private final Duplicates duplicates = new Duplicates();

    private final List<LineError> errors = new ArrayList<>();
    private long lineCount;
    private long errorCount;

    public LineDecoder(DecodeLimits limits) {
        this.limits = limits;
        parser = new LineParser(limits, tokens);
    }

    /// Decodes the text `[from, to)`.
    ///
    /// @param precision the unit of the timestamps
    /// @param defaultTimeNs the time of lines that have none
    /// @throws IndexOutOfBoundsException if the range is not one of `bytes`
    public DecodeResult decode(
            byte[] bytes,
            int from,
            int to,
            Precision precision,
            long defaultTimeNs,
            LineSink sink) {
        Objects.checkFromToIndex(from, to, bytes.length);
        errors.clear();
        lineCount = 0;
        errorCount = 0;
        int at = from;
        while (at < to) {
            int end = LineSplitter.lineEnd(bytes, at, to);
            int start = LineSplitter.lineStart(bytes, at, end);
            if (start < end) {
                line(bytes, start, end, precision.nanoseconds(), defaultTimeNs, sink);
            }
            at = end + 1;
        }
        return new DecodeResult(lineCount, errorCount, errors);
    }

    /// Decodes the text `[from, to)` of a segment. The offsets that the sink gets are into it.
    ///
    /// A segment that is not a byte array is copied first: loops that meet both kinds of memory are
    /// several times slower than the copy.
    ///
    /// @throws IndexOutOfBoundsException if the range is not one of `text`
    public DecodeResult decode(
            MemorySegment text,
            int from,
            int to,
            Precision precision,
            long defaultTimeNs,
            LineSink sink) {
        Objects.checkFromToIndex(from, to, text.byteSize());
        int length = to - from;
        byte[] copy = new byte[length];
        MemorySegment.copy(text, ValueLayout.JAVA_BYTE, from, copy, 0, length);
        LineSink target = from == 0 ? sink : new ShiftedSink(sink, from);
        DecodeResult result = decode(copy, 0, length, precision, defaultTimeNs, target);
        return from == 0 ? result : shifted(result, from);
    }

    private static DecodeResult shifted(DecodeResult result, int by) {
        List<LineError> shifted =
                result.errors().stream()
                        .map(e ->
                                new LineError(
                                        e.lineNumber(), e.byteOffset() + by, e.kind(), e.message()))
                        .toList();
        return new DecodeResult(result.lineCount(), result.errorCount(), shifted);
    }

    private void line(
            byte[] bytes, int from, int to, long unitNs, long defaultTimeNs, LineSink sink) {
        if (!parser.parse(bytes, from, to)) {
            bad(from, LineError.Kind.SYNTAX, isKept() ? parser.faultText() : "");
            return;
        }
        long timeNs = tokens.timed() ? tokens.timestamp() * unitNs : defaultTimeNs;
        if (tokens.timed() && Math.multiplyHigh(tokens.timestamp(), unitNs) != timeNs >> 63) {
            bad(from, LineError.Kind.TIMESTAMP_OVERFLOW, "timestamp overflows i64");
            return;
        }
        int tag = duplicates.tag(bytes, tokens);
        if (tag >= 0) {
            bad(from, LineError.Kind.SEMANTICS, isKept() ? tokens.repeatedTag(bytes, tag) : "");
            return;
        }
        int field = duplicates.conflictingField(bytes, tokens);
        if (field >= 0) {
            String message = isKept() ? tokens.conflictingField(bytes, field) : "";
            bad(from, LineError.Kind.SEMANTICS, message);
            return;
        }
        int seriesFrom = tokens.seriesFrom();
        int seriesTo = tokens.seriesTo();
        long hash = KeyHash.of(bytes, seriesFrom, seriesTo);
        if (!sink.series(seriesFrom, seriesTo, hash)) {
            tokens.emitSeries(sink);
        }
        tokens.emitFields(0, sink);
        sink.endLine(timeNs);
        lineCount++;
    }

    private boolean isKept() {
        return errors.size() < limits.errorsKeptMax();
    }

    private void bad(int from, LineError.Kind kind, String message) {
        errorCount++;
        if (isKept()) {
            errors.add(new LineError(lineCount + errorCount, from, kind, message));
        }
    }
}
