package dev.tidalite.query.internal.plan;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.expr.DataType;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names of Arrow types that `arrow_cast` takes.
final class ArrowTypeName {
    private static final Pattern TIMESTAMP =
            Pattern.compile(
                    "Timestamp\\((?:Nanosecond|Microsecond|Millisecond|Second), *"
                            + "(?:None|Some\\(\"([^\"]+)\"\\))\\)");
    private static final Pattern DICTIONARY = Pattern.compile("Dictionary\\(\\w+, *(\\w+)\\)");

    private ArrowTypeName() {}

    /// @throws QueryException if a query has no values of that type
    static DataType parse(String name) {
        Matcher timestamp = TIMESTAMP.matcher(name);
        if (timestamp.matches()) {
            return new DataType.Timestamp(timestamp.group(1));
        }
        Matcher dictionary = DICTIONARY.matcher(name);
        return switch (dictionary.matches() ? dictionary.group(1) : name) {
            case "Int8", "Int16", "Int32" -> DataType.INT32;
            case "Int64", "UInt8", "UInt16", "UInt32" -> DataType.INT64;
            case "UInt64" -> DataType.UINT64;
            case "Float16", "Float32" -> DataType.FLOAT32;
            case "Float64" -> DataType.FLOAT64;
            case "Utf8", "LargeUtf8", "Utf8View" -> DataType.UTF8;
            case "Boolean" -> DataType.BOOLEAN;
            case "Date32", "Date64" -> DataType.DATE;
            case "Time64(Nanosecond)", "Time64(Microsecond)" -> DataType.TIME;
            case "Interval(MonthDayNano)" -> DataType.INTERVAL;
            default ->
                    throw new QueryException(
                            QueryException.Code.UNSUPPORTED, "Unsupported type '" + name + "'");
        };
    }
}
