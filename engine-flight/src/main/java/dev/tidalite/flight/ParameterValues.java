package dev.tidalite.flight;

import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FloatingPointVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Values of parameters between Arrow and queries.
final class ParameterValues {
    private ParameterValues() {}

    /// Some value of a type, to plan a query with.
    static Object example(ArrowType type) {
        return switch (type) {
            case ArrowType.Bool _ -> false;
            case ArrowType.Int _ -> 0L;
            case ArrowType.FloatingPoint _ -> 0.0;
            case ArrowType.Timestamp _ -> Instant.EPOCH.toString();
            case ArrowType.Date _ -> "1970-01-01";
            case ArrowType.Time _ -> "00:00:00";
            case ArrowType.Interval _ -> "1 day";
            default -> "";
        };
    }

    /// As what values of a type are bound: text, where queries take no such values.
    static ArrowType bound(ArrowType type) {
        return switch (type) {
            case ArrowType.Bool _, ArrowType.Int _, ArrowType.FloatingPoint _ -> type;
            case ArrowType.Timestamp _ -> type;
            default -> new ArrowType.Utf8();
        };
    }

    /// The value of a row.
    ///
    /// @throws org.apache.arrow.flight.FlightRuntimeException if queries take none of that type
    static @Nullable Object get(FieldVector column, int row) {
        if (column instanceof NullVector || column.isNull(row)) {
            return null;
        }
        return switch (column) {
            case BitVector bits -> bits.get(row) != 0;
            case UInt8Vector numbers when numbers.get(row) < 0 ->
                    throw Failures.invalid(
                            "a parameter is larger than 2^63 - 1: "
                                    + numbers.getObjectNoOverflow(row));
            case BaseIntVector numbers -> numbers.getValueAsLong(row);
            case FloatingPointVector numbers -> numbers.getValueAsDouble(row);
            case VarCharVector texts -> texts.getObject(row).toString();
            case LargeVarCharVector texts -> texts.getObject(row).toString();
            case ViewVarCharVector texts -> texts.getObject(row).toString();
            case TimeStampVector times -> time(times, row);
            default ->
                    throw Failures.invalid(
                            "a parameter cannot be a " + column.getField().getType());
        };
    }

    private static String time(TimeStampVector times, int row) {
        TimeUnit unit = ((ArrowType.Timestamp) times.getField().getType()).getUnit();
        ChronoUnit step =
                switch (unit) {
                    case SECOND -> ChronoUnit.SECONDS;
                    case MILLISECOND -> ChronoUnit.MILLIS;
                    case MICROSECOND -> ChronoUnit.MICROS;
                    case NANOSECOND -> ChronoUnit.NANOS;
                };
        return Instant.EPOCH.plus(times.get(row), step).toString();
    }
}
