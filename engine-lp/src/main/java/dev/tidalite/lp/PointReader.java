package dev.tidalite.lp;

import dev.tidalite.lp.internal.parse.LineSplitter;
import dev.tidalite.lp.internal.scan.ByteScanner;
import dev.tidalite.lp.internal.scan.Scanners;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/// Reads the points of a text one after another, as objects: the easy way for an application that
/// needs no more than some thousand of them. Whoever needs millions gives a [LineSink] to a
/// [LineDecoder].
///
/// ```java
/// byte[] text = "home,room=Kitchen temp=21.5,co=3i 1641024000".getBytes(UTF_8);
/// PointReader points = new PointReader(text, Precision.SECONDS, System.currentTimeMillis() *
/// 1_000_000); while (points.hasNext()) {
///     Point point = points.next();
///     …
/// }
/// for (LineError error : points.errors()) …
/// ```
///
/// Bad lines are passed over and listed. Not thread-safe. The text is not copied and must not be
/// changed before its end is reached.
public final class PointReader implements Iterator<Point> {
    private final byte[] text;
    private final Precision precision;
    private final long defaultTimeNs;
    private final DecodeLimits limits;
    private final LineDecoder decoder;
    private final ByteScanner scanner = Scanners.best();
    private final PointSink sink = new PointSink();
    private final List<LineError> errors = new ArrayList<>();

    private int at;
    private long lineCount;
    private long errorCount;
    private @Nullable Point ahead;

    /// @param precision the unit of the timestamps
    /// @param defaultTimeNs the time of lines that have none
    public PointReader(byte[] text, Precision precision, long defaultTimeNs) {
        this(text, precision, defaultTimeNs, DecodeLimits.DEFAULT);
    }

    public PointReader(byte[] text, Precision precision, long defaultTimeNs, DecodeLimits limits) {
        this.text = text;
        this.precision = precision;
        this.defaultTimeNs = defaultTimeNs;
        this.limits = limits;
        decoder = new LineDecoder(limits);
    }

    @Override
    public boolean hasNext() {
        while (ahead == null && at < text.length) {
            readLine();
        }
        return ahead != null;
    }

    /// @throws NoSuchElementException if there are no more points
    @Override
    public Point next() {
        Point next = hasNext() ? ahead : null;
        if (next == null) {
            throw new NoSuchElementException("the text has no more points");
        }
        ahead = null;
        return next;
    }

    private void readLine() {
        int end = LineSplitter.lineEnd(text, at, text.length, scanner);
        DecodeResult line = decoder.decode(text, at, end, precision, defaultTimeNs, sink);
        if (line.lineCount() > 0) {
            ahead = sink.point();
        }
        for (LineError error : line.errors()) {
            if (errors.size() < limits.errorsKeptMax()) {
                long lineNumber = lineCount + error.lineNumber();
                errors.add(
                        new LineError(
                                lineNumber, error.byteOffset(), error.kind(), error.message()));
            }
        }
        lineCount += line.lineCount() + line.errorCount();
        errorCount += line.errorCount();
        at = end + 1;
    }

    /// The bad lines so far, as many as [DecodeLimits#errorsKeptMax] allows.
    public List<LineError> errors() {
        return List.copyOf(errors);
    }

    /// How many bad lines there were so far.
    public long errorCount() {
        return errorCount;
    }

    /// Gathers one line.
    private final class PointSink implements LineSink {
        private String measurement = "";
        private final Map<String, String> tags = new LinkedHashMap<>();
        private final Map<String, Point.Value> fields = new LinkedHashMap<>();
        private long timeNs;

        Point point() {
            return new Point(measurement, tags, fields, timeNs);
        }

        @Override
        public boolean series(int from, int to, long hash) {
            tags.clear();
            fields.clear();
            return false;
        }

        @Override
        public void measurement(int from, int to, boolean escaped) {
            measurement = Escapes.measurement(text, from, to, escaped);
        }

        @Override
        public void tag(
                int keyFrom,
                int keyTo,
                boolean keyEscaped,
                int valueFrom,
                int valueTo,
                boolean valueEscaped) {
            tags.put(
                    Escapes.key(text, keyFrom, keyTo, keyEscaped),
                    Escapes.key(text, valueFrom, valueTo, valueEscaped));
        }

        private void field(int keyFrom, int keyTo, boolean keyEscaped, Point.Value value) {
            fields.put(Escapes.key(text, keyFrom, keyTo, keyEscaped), value);
        }

        @Override
        public void floatField(
                int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, double v) {
            field(keyFrom, keyTo, keyEscaped, new Point.FloatValue(v));
        }

        @Override
        public void integerField(
                int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, long v) {
            field(keyFrom, keyTo, keyEscaped, new Point.IntegerValue(v));
        }

        @Override
        public void unsignedField(
                int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, long v) {
            field(keyFrom, keyTo, keyEscaped, new Point.UnsignedValue(v));
        }

        @Override
        public void booleanField(
                int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, boolean v) {
            field(keyFrom, keyTo, keyEscaped, new Point.BooleanValue(v));
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
            String value = Escapes.string(text, from, to, escaped);
            field(keyFrom, keyTo, keyEscaped, new Point.StringValue(value));
        }

        @Override
        public void endLine(long timeNs) {
            this.timeNs = timeNs;
        }

        @Override
        public void discardLine() {}
    }
}
