package dev.tidalite.lp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A line with all escapes resolved, for applications that want objects. Read by a [PointReader].
///
/// @param tags in the order of the line; not modifiable
/// @param fields in the order of the line; not modifiable; at least one. Of a field that comes
///     twice the last value is here
/// @param timeNs since 1970-01-01T00:00:00Z
public record Point(
        String measurement, Map<String, String> tags, Map<String, Value> fields, long timeNs) {
    public Point {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /// What a field holds.
    public sealed interface Value {}

    public record FloatValue(double value) implements Value {}

    public record IntegerValue(long value) implements Value {}

    /// @param value 64 bits, to be taken as unsigned, see [Long#toUnsignedString(long)]
    public record UnsignedValue(long value) implements Value {}

    public record BooleanValue(boolean value) implements Value {}

    public record StringValue(String value) implements Value {}
}
