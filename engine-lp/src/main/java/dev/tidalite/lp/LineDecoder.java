package dev.tidalite.lp;

import dev.tidalite.lp.internal.parse.Duplicates;
import dev.tidalite.lp.internal.parse.KeyHash;
import dev.tidalite.lp.internal.parse.LineParser;
import dev.tidalite.lp.internal.parse.LineShapes;
import dev.tidalite.lp.internal.parse.LineSplitter;
import dev.tidalite.lp.internal.parse.LineTokens;
import dev.tidalite.lp.internal.parse.Timestamp;
import dev.tidalite.lp.internal.scan.ByteScanner;
import dev.tidalite.lp.internal.scan.Scanners;

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
    private final ByteScanner scanner;
    private final LineTokens tokens = new LineTokens();
    private final LineParser parser;
    private final LineShapes shapes = new LineShapes();
    private final Duplicates duplicates = new Duplicates();

    private final List<LineError> errors = new ArrayList<>();
    private long lineCount;
    private long errorCount;

    public LineDecoder(DecodeLimits limits) {
        this(limits, Scanners.best());
    }

    LineDecoder(DecodeLimits limits, ByteScanner scanner) {
        this.limits = limits;
        this.scanner = scanner;
        parser = new LineParser(limits, scanner, tokens);
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
        long unitNs = precision.nanoseconds();
        int at = from;
        while (at < to) {
            int end = predicted(bytes, at, to, unitNs, defaultTimeNs, sink);
            if (end < 0) {
                end = parsed(bytes, at, to, unitNs, defaultTimeNs, sink);
            }
            at = end + 1;
        }
        return new DecodeResult(lineCount, errorCount, errors);
    }

    /// Decodes the text `[from, to)` of a segment. The offsets that the sink gets are into it.
    ///
    /// A segment that is not a byte array that may be written is copied first: loops that meet both
    /// kinds of memory are several times slower than the copy.
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
        byte[] bytes;
        int shift;
        if (text.heapBase().orElse(null) instanceof byte[] array) {
            bytes = array;
            shift = -(int) text.address();
        } else {
            bytes = new byte[to - from];
            MemorySegment.copy(text, ValueLayout.JAVA_BYTE, from, bytes, 0, bytes.length);
            shift = from;
        }
        LineSink target = shift == 0 ? sink : new ShiftedSink(sink, shift);
        DecodeResult result =
                decode(bytes, from - shift, to - shift, precision, defaultTimeNs, target);
        return shift == 0 ? result : shifted(result, shift);
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

    /// Decodes the line that begins at `from` if it looks like one before it and has no oddity.
    ///
    /// @return its end, or -1 if nothing was delivered and it must be parsed in full
    private int predicted(
            byte[] bytes, int from, int to, long unitNs, long defaultTimeNs, LineSink sink) {
        int seriesTo = seriesEnd(bytes, from, to);
        if (seriesTo < 0) {
            return -1;
        }
        int at = seriesTo + 1;
        while (at < to && bytes[at] == ' ') {
            at++;
        }
        at = shapes.predict(bytes, at, to, limits.stringBytesMax(), scanner, tokens);
        if (at < 0) {
            return -1;
        }
        at = Timestamp.parse(bytes, at, to, tokens);
        if (at < 0 || at < to && bytes[at] != '\n') {
            return -1;
        }
        long timeNs = tokens.timed() ? tokens.timestamp() * unitNs : defaultTimeNs;
        if (tokens.timed() && Math.multiplyHigh(tokens.timestamp(), unitNs) != timeNs >> 63) {
            return -1;
        }
        if (!sink.series(from, seriesTo, KeyHash.of(bytes, from, seriesTo))) {
            if (parser.parseSeries(bytes, from, seriesTo) != seriesTo
                    || duplicates.tag(bytes, tokens) >= 0) {
                sink.discardLine();
                return -1;
            }
            tokens.emitSeries(sink);
        }
        tokens.emitFields(shapes.layout(), sink);
        sink.endLine(timeNs);
        lineCount++;
        return at;
    }

    /// The space that ends the series key at `from`, or -1 if there is anything unusual in the way.
    private int seriesEnd(byte[] bytes, int from, int to) {
        int at = scanner.seriesEnd(bytes, from, to);
        return at < to && at > from && bytes[at] == ' ' && bytes[from] != '#' ? at : -1;
    }

    /// Decodes the line that begins at `from`, good or bad.
    ///
    /// @return its end
    private int parsed(
            byte[] bytes, int from, int to, long unitNs, long defaultTimeNs, LineSink sink) {
        if (bytes[from] > ' ' && bytes[from] != '#') {
            // A good line tells its end itself.
            int end = parser.parseOpen(bytes, from, to);
            if (end == to || end >= 0 && bytes[end] == '\n') {
                if (tokens.endsWhereItSeems(bytes)) {
                    deliver(bytes, from, unitNs, defaultTimeNs, sink);
                    return end;
                }
            }
        }
        int end = LineSplitter.lineEnd(bytes, from, to, scanner);
        int start = LineSplitter.lineStart(bytes, from, end);
        if (start < end) {
            if (parser.parse(bytes, start, end)) {
                deliver(bytes, start, unitNs, defaultTimeNs, sink);
            } else {
                bad(start, LineError.Kind.SYNTAX, isKept() ? parser.faultText() : "");
            }
        }
        return end;
    }

    /// Tells the sink of the line in the tokens, if it also makes sense.
    ///
    /// @param from where the line begins
    private void deliver(byte[] bytes, int from, long unitNs, long defaultTimeNs, LineSink sink) {
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
        int layout = duplicates.repeated() ? 0 : shapes.learn(bytes, tokens);
        int seriesFrom = tokens.seriesFrom();
        int seriesTo = tokens.seriesTo();
        long hash = KeyHash.of(bytes, seriesFrom, seriesTo);
        if (!sink.series(seriesFrom, seriesTo, hash)) {
            tokens.emitSeries(sink);
        }
        tokens.emitFields(layout, sink);
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
