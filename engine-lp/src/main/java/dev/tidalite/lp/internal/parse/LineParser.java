package dev.tidalite.lp.internal.parse;

import dev.tidalite.lp.DecodeLimits;
import dev.tidalite.lp.internal.number.Digits;
import dev.tidalite.lp.internal.scan.ByteScanner;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// The whole grammar, for one line whose limits are known. Every line that no prediction covers
/// comes here, good or bad, and what comes out is the truth.
///
/// ```
/// line  = series SP+ fields [SP+ timestamp [SP+]]
/// series = measurement [',' tag (',' tag)*]        tag = key '=' value
/// fields = field (',' field)*                      field = key '=' value
/// ```
public final class LineParser {
    private static final int MEASUREMENT_STOP = 1;
    private static final int KEY_STOP = 2;
    private static final int TAG_VALUE_STOP = 4;

    /// Which bytes end which kind of name when no backslash stands before them.
    private static final byte[] STOPS = new byte[256];

    static {
        int all = MEASUREMENT_STOP | KEY_STOP | TAG_VALUE_STOP;
        for (char c : new char[] {' ', '\t', '\n', '\\'}) {
            STOPS[c] = (byte) all;
        }
        STOPS[','] = MEASUREMENT_STOP | TAG_VALUE_STOP;
        STOPS[0] = MEASUREMENT_STOP;
        STOPS['='] = KEY_STOP;
    }

    private final DecodeLimits limits;
    private final ByteScanner scanner;
    private final LineTokens tokens;

    private byte[] bytes = {};
    private int to;

    /// Of the name that was read last.
    private boolean nameEscaped;

    private @Nullable Fault fault;
    private int faultFrom;
    private int faultTo;

    public LineParser(DecodeLimits limits, ByteScanner scanner, LineTokens tokens) {
        this.limits = limits;
        this.scanner = scanner;
        this.tokens = tokens;
    }

    /// Reads a line whose end is known into the tokens.
    ///
    /// @return false if it is bad: then the tokens mean nothing, and [#faultText] says why
    public boolean parse(byte[] bytes, int from, int to) {
        int end = parseOpen(bytes, from, to);
        return end == to || end >= 0 && fail(Fault.TRAILING_CONTENT, end, to) == 0;
    }

    /// Reads the longest beginning of `[from, to)` that is a line into the tokens.
    ///
    /// @return its end, or -1 if there is none: then the tokens mean nothing, and [#faultText] says
    ///     why
    public int parseOpen(byte[] bytes, int from, int to) {
        int series = parseSeries(bytes, from, to);
        if (series < 0) {
            return -1;
        }
        int at = spaces(series);
        if (at == series) {
            return fail(Fault.SPACE_EXPECTED, series, to);
        }
        at = fields(at);
        if (at < 0) {
            return -1;
        }
        int end = Timestamp.parse(bytes, at, to, tokens);
        if (end == Timestamp.OUT_OF_RANGE) {
            int digits = spaces(at);
            return fail(Fault.TIMESTAMP_RANGE, digits, numberEnd(digits));
        }
        return end;
    }

    /// Reads the series key at the beginning of a line into the tokens.
    ///
    /// @return its end, or -1 if it is bad
    public int parseSeries(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.to = to;
        fault = null;
        tokens.seriesFrom = from;
        tokens.tagCount = 0;
        int at = name(from, MEASUREMENT_STOP);
        if (at < 0) {
            return fault == null ? fail(Fault.MEASUREMENT_INVALID, from, to) : at;
        }
        tokens.measurementTo = at;
        tokens.measurementEscaped = nameEscaped;
        if (at < to && bytes[at] == ',') {
            at = tags(at + 1);
        }
        tokens.seriesTo = at;
        return at;
    }

    private int tags(int tagsFrom) {
        int at = tagsFrom;
        while (true) {
            int index = tokens.tagCount;
            if (index == limits.tagsPerLineMax()) {
                return fail(Fault.TAGS_TOO_MANY, at, to);
            }
            if (index == tokens.tagKeyFrom.length) {
                tokens.growTags();
            }
            int keyTo = name(at, KEY_STOP);
            if (keyTo < 0) {
                return fault == null ? fail(Fault.TAG_KEY_EXPECTED, at, to) : keyTo;
            }
            tokens.tagKeyFrom[index] = at;
            tokens.tagKeyBytes[index] = keyTo - at;
            tokens.tagKeyEscaped[index] = nameEscaped;
            if (keyTo == to || bytes[keyTo] != '=') {
                return fail(Fault.TAG_WITHOUT_EQUALS, tagsFrom, to);
            }
            int valueTo = name(keyTo + 1, TAG_VALUE_STOP);
            if (valueTo < 0) {
                return fault == null ? fail(Fault.TAG_VALUE_EXPECTED, keyTo + 1, to) : valueTo;
            }
            tokens.tagValueFrom[index] = keyTo + 1;
            tokens.tagValueTo[index] = valueTo;
            tokens.tagValueEscaped[index] = nameEscaped;
            tokens.tagCount = index + 1;
            if (valueTo == to || bytes[valueTo] != ',') {
                return valueTo;
            }
            at = valueTo + 1;
        }
    }

    /// A field that does not parse ends the list before its comma, except that the comma after the
    /// first field is gone for good: `m f=1,` and `m f=1, 5` are accepted, as InfluxDB does.
    private int fields(int from) {
        tokens.beginFields();
        int at = field(from);
        if (at < 0) {
            return fault == null ? fail(Fault.FIELDS_MISSING, from, to) : at;
        }
        while (at < to && bytes[at] == ',') {
            int next = field(at + 1);
            if (next < 0) {
                return fault != null ? next : tokens.fieldCount == 1 ? at + 1 : at;
            }
            at = next;
        }
        return at;
    }

    /// @return the end of the field, or -1 with a fault if the line is bad, without if this is no
    ///     field
    private int field(int from) {
        int index = tokens.fieldCount;
        int keyTo = name(from, KEY_STOP);
        if (keyTo < 0 || keyTo == to || bytes[keyTo] != '=') {
            return -1;
        }
        if (index == tokens.fieldKeyFrom.length) {
            tokens.growFields();
        }
        tokens.fieldKeyFrom[index] = from;
        tokens.fieldKeyBytes[index] = keyTo - from;
        tokens.fieldKeyEscaped[index] = nameEscaped;
        int valueFrom = keyTo + 1;
        int end =
                FieldValue.parse(
                        bytes,
                        valueFrom,
                        to,
                        limits.stringBytesMax(),
                        scanner,
                        tokens.fieldType,
                        tokens.fieldValue,
                        index);
        if (end < 0) {
            return switch (end) {
                case FieldValue.INTEGER_RANGE ->
                        fail(Fault.INTEGER_RANGE, valueFrom, numberEnd(valueFrom));
                case FieldValue.UNSIGNED_RANGE ->
                        fail(Fault.UNSIGNED_RANGE, valueFrom, numberEnd(valueFrom));
                case FieldValue.STRING_TOO_LONG -> fail(Fault.STRING_TOO_LONG, valueFrom, to);
                default -> -1;
            };
        }
        if (index == limits.fieldsPerLineMax()) {
            return fail(Fault.FIELDS_TOO_MANY, from, to);
        }
        tokens.fieldCount = index + 1;
        return end;
    }

    /// The end of an optional minus and digits; `at` if there is no digit.
    private int numberEnd(int at) {
        int digitsFrom = bytes[at] == '-' ? at + 1 : at;
        int end = Digits.end(bytes, digitsFrom, to);
        return end == digitsFrom ? at : end;
    }

    private int spaces(int from) {
        int at = from;
        while (at < to && bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    /// @param stop which kind of name
    /// @return its end, or -1: with a fault if it is bad, without if there is none
    private int name(int from, int stop) {
        boolean escaped = false;
        boolean backslashLast = false;
        int escapes = 0;
        int at = from;
        while (at < to) {
            byte c = bytes[at];
            if ((STOPS[c & 0xFF] & stop) == 0) {
                at++;
                backslashLast = false;
                continue;
            }
            if (c != '\\') {
                break;
            }
            escaped = true;
            byte next = at + 1 < to ? bytes[at + 1] : 0;
            backslashLast = next == '\\' || at + 1 == to;
            if (isEscapable(next, stop)) {
                escapes++;
            }
            at = Math.min(at + 2, to);
        }
        nameEscaped = escaped;
        if (backslashLast) {
            return fail(Fault.BACKSLASH_AT_END, from, to);
        }
        if (at - from - escapes > limits.stringBytesMax()) {
            return fail(Fault.STRING_TOO_LONG, from, to);
        }
        return at == from ? -1 : at;
    }

    private static boolean isEscapable(byte c, int stop) {
        return c == ',' || c == ' ' || c == '\\' || c == '=' && stop != MEASUREMENT_STOP;
    }

    private int fail(Fault fault, int from, int to) {
        this.fault = fault;
        faultFrom = from;
        faultTo = to;
        return -1;
    }

    /// Why the last line or series was bad.
    public String faultText() {
        Fault reason = Objects.requireNonNull(fault, "the last line was good");
        int limit =
                switch (reason) {
                    case TAGS_TOO_MANY -> limits.tagsPerLineMax();
                    case FIELDS_TOO_MANY -> limits.fieldsPerLineMax();
                    default -> limits.stringBytesMax();
                };
        return reason.text(bytes, faultFrom, faultTo, limit);
    }
}
