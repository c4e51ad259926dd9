package dev.tidalite.lp.internal.parse;

import java.nio.charset.StandardCharsets;

/// How a line can break the grammar, with the words that InfluxDB 3 has for it.
enum Fault {
    MEASUREMENT_INVALID,
    SPACE_EXPECTED,
    TAG_KEY_EXPECTED,
    TAG_VALUE_EXPECTED,
    TAG_WITHOUT_EQUALS,
    FIELDS_MISSING,
    INTEGER_RANGE,
    UNSIGNED_RANGE,
    TIMESTAMP_RANGE,
    TRAILING_CONTENT,
    BACKSLASH_AT_END,
    STRING_TOO_LONG,
    TAGS_TOO_MANY,
    FIELDS_TOO_MANY;

    private static final int CONTEXT_CHARS_MAX = 10;

    /// @param bytes `[from, to)` of it is what the fault speaks of
    /// @param limit what was exceeded, for a fault that exceeds a limit of ours
    String text(byte[] bytes, int from, int to, int limit) {
        return switch (this) {
            case MEASUREMENT_INVALID -> "Invalid measurement was provided";
            case SPACE_EXPECTED ->
                    "Expected at least one space character, "
                            + (from == to
                                    ? "got end of input"
                                    : "got `" + all(bytes, from, to) + "`");
            case TAG_KEY_EXPECTED -> "Expected tag key, " + got(bytes, from, to);
            case TAG_VALUE_EXPECTED -> "Expected tag value, " + got(bytes, from, to);
            case TAG_WITHOUT_EQUALS ->
                    "Tag set malformed: could not find equals sign in `"
                            + context(bytes, from, to)
                            + "`";
            case FIELDS_MISSING -> "No fields were provided";
            case INTEGER_RANGE -> "Unable to parse integer value `" + all(bytes, from, to) + "`";
            case UNSIGNED_RANGE ->
                    "Unable to parse unsigned integer value `" + all(bytes, from, to) + "`";
            case TIMESTAMP_RANGE ->
                    "Unable to parse timestamp value `" + all(bytes, from, to) + "`";
            case TRAILING_CONTENT ->
                    "Could not parse entire line. Found trailing content: `"
                            + context(bytes, from, to)
                            + "`";
            case BACKSLASH_AT_END ->
                    "Measurements, tag keys and values, and field keys may not end with a"
                            + " backslash";
            case STRING_TOO_LONG ->
                    limit % 1024 == 0
                            ? "String is greater than " + limit / 1024 + "KB"
                            : "String is greater than " + limit + " bytes";
            case TAGS_TOO_MANY -> "Line has more than " + limit + " tags";
            case FIELDS_TOO_MANY -> "Line has more than " + limit + " fields";
        };
    }

    private static String got(byte[] bytes, int from, int to) {
        return from == to ? "got end of input" : "got `" + context(bytes, from, to) + "`";
    }

    private static String all(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /// The first ten characters, and dots if there are more than ten bytes.
    private static String context(byte[] bytes, int from, int to) {
        if (to - from <= CONTEXT_CHARS_MAX) {
            return all(bytes, from, to);
        }
        int end = from;
        for (int chars = 0; chars < CONTEXT_CHARS_MAX && end < to; chars++) {
            end++;
            while (end < to && (bytes[end] & 0xC0) == 0x80) {
                end++;
            }
        }
        return all(bytes, from, end) + "...";
    }
}
