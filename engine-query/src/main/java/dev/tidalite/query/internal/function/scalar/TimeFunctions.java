package dev.tidalite.query.internal.function.scalar;

import static dev.tidalite.query.internal.function.scalar.Rows.integer;
import static dev.tidalite.query.internal.function.scalar.Rows.strict;
import static dev.tidalite.query.internal.function.scalar.Rows.text;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Interval;
import dev.tidalite.query.internal.function.Casts;
import dev.tidalite.query.internal.function.FunctionContext;
import dev.tidalite.query.internal.function.RowFunction;
import dev.tidalite.query.internal.function.ScalarFunction;
import dev.tidalite.query.internal.function.TypeRule;
import dev.tidalite.query.internal.function.TypeRule.Param;
import dev.tidalite.query.internal.function.TypeRule.Signature;
import dev.tidalite.query.internal.function.time.Calendar;
import dev.tidalite.query.internal.function.time.DateBin;
import dev.tidalite.query.internal.function.time.DateParts;
import dev.tidalite.query.internal.function.time.TimestampText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Functions of time.
public final class TimeFunctions {
    private TimeFunctions() {}

    public static List<ScalarFunction> functions() {
        List<ScalarFunction> all = new ArrayList<>();
        all.add(clock("now", DataType.TIMESTAMP, nowNs -> nowNs));
        all.add(clock("current_date", DataType.DATE, now -> Math.floorDiv(now, Calendar.DAY)));
        all.add(clock("current_time", DataType.TIME, now -> Math.floorMod(now, Calendar.DAY)));
        all.add(dateBin("date_bin", false));
        all.add(dateBin("date_bin_wallclock", true));
        all.add(dateTrunc());
        all.add(
                strict(
                        "date_part",
                        2,
                        2,
                        args ->
                                args.get(1) == DataType.INTERVAL
                                        ? new Signature(
                                                List.of(DataType.UTF8, DataType.INTERVAL),
                                                DataType.FLOAT64)
                                        : TypeRule.of(DataType.FLOAT64, Param.TEXT, Param.TIMESTAMP)
                                                .resolve(args),
                        (v, _) -> datePart(v)));
        all.add(toTimestamp("to_timestamp", 1));
        all.add(toTimestamp("to_timestamp_seconds", Calendar.SECOND));
        all.add(toTimestamp("to_timestamp_millis", 1_000_000));
        all.add(toTimestamp("to_timestamp_micros", 1_000));
        all.add(toTimestamp("to_timestamp_nanos", 1));
        all.add(toTimestamp("from_unixtime", Calendar.SECOND));
        TypeRule texts = TypeRule.of(DataType.INT64, Param.TEXT);
        TypeRule times = TypeRule.of(DataType.INT64, Param.TIMESTAMP);
        TypeRule numbers = TypeRule.of(DataType.INT64, Param.LONG);
        all.add(
                strict(
                        "to_unixtime",
                        1,
                        Integer.MAX_VALUE,
                        TypeRule.firstOf(texts, times, numbers),
                        (v, _) -> Math.floorDiv(timeOf(v), Calendar.SECOND)));
        all.add(toDate());
        all.add(
                strict(
                        "make_date",
                        DataType.DATE,
                        (v, _) -> makeDate(integer(v[0]), integer(v[1]), integer(v[2])),
                        Param.LONG,
                        Param.LONG,
                        Param.LONG));
        TypeRule toChar = TypeRule.of(DataType.UTF8, Param.TIMESTAMP, Param.TEXT);
        all.add(strict("to_char", 2, 2, toChar, (v, _) -> toChar(v)));
        all.add(zoned("tz", false));
        all.add(zoned("at_time_zone", true));
        TypeRule local =
                args ->
                        args.get(0) instanceof DataType.Timestamp
                                ? new Signature(args, DataType.TIMESTAMP)
                                : TypeRule.of(DataType.TIMESTAMP, Param.TIMESTAMP).resolve(args);
        all.add(
                new ScalarFunction(
                        "to_local_time", 1, 1, local, true, true, true, TimeFunctions::toLocal));
        return all;
    }

    private interface Clock {
        long read(long nowNs);
    }

    private static ScalarFunction clock(String name, DataType type, Clock clock) {
        return new ScalarFunction(
                name,
                0,
                0,
                TypeRule.of(type),
                false,
                true,
                true,
                (_, _, _, result, context) ->
                        new Column.Constant(result, clock.read(context.nowNs())));
    }

    /// `date_bin(interval, time[, origin])`; with `wallclock` the grid follows the clocks of the
    /// time's zone.
    private static ScalarFunction dateBin(String name, boolean wallclock) {
        TypeRule rule =
                TypeRule.of(
                        types -> types.get(1), Param.INTERVAL, Param.TIMESTAMP, Param.TIMESTAMP);
        return new ScalarFunction(
                name,
                2,
                3,
                rule,
                true,
                true,
                true,
                (args, rowCount, validity, type, context) -> {
                    String zone =
                            wallclock && type instanceof DataType.Timestamp(String of) ? of : null;
                    boolean fixed =
                            args[0] instanceof Column.Constant
                                    && (args.length == 2 || args[2] instanceof Column.Constant);
                    if (!fixed || args[1] instanceof Column.Constant) {
                        RowFunction each =
                                (v, _) -> {
                                    Object origin = v.length == 3 ? v[2] : null;
                                    return binOf(v[0], origin, zone).bin(integer(v[1]));
                                };
                        return each.kernel().apply(args, rowCount, validity, type, context);
                    }
                    Object origin = args.length == 3 ? Columns.get(args[2], 0) : null;
                    DateBin bin = binOf(Columns.get(args[0], 0), origin, zone);
                    long[] out = new long[rowCount];
                    bin.bin(((Column.Longs) args[1]).values(), rowCount, out);
                    return new Column.Longs(type, out, validity);
                });
    }

    /// The grid of a `date_bin` with these constants.
    public static DateBin binOf(
            @Nullable Object step, @Nullable Object origin, @Nullable String zone) {
        if (!(step instanceof Interval interval)) {
            throw new QueryException(Code.INVALID, "DATE_BIN stride must not be null");
        }
        return DateBin.of(
                interval,
                origin == null ? 0 : (Long) origin,
                zone == null ? null : Calendar.zone(zone));
    }

    private static ScalarFunction dateTrunc() {
        TypeRule rule = TypeRule.of(types -> types.get(1), Param.TEXT, Param.TIMESTAMP);
        return new ScalarFunction(
                "date_trunc",
                2,
                2,
                rule,
                true,
                true,
                true,
                (args, rowCount, validity, type, context) -> {
                    String zone = type instanceof DataType.Timestamp(String of) ? of : null;
                    if (zone == null
                            && args[0] instanceof Column.Constant(_, Object unit)
                            && args[1] instanceof Column.Longs times) {
                        DateBin bin = DateParts.binOfTrunc(text(unit).toLowerCase(Locale.ROOT));
                        if (bin != null) {
                            long[] out = new long[rowCount];
                            bin.bin(times.values(), rowCount, out);
                            return new Column.Longs(type, out, validity);
                        }
                    }
                    RowFunction each =
                            (v, _) -> {
                                String unit = text(v[0]).toLowerCase(Locale.ROOT);
                                long time = integer(v[1]);
                                if (zone == null) {
                                    return Calendar.truncate(unit, time);
                                }
                                long local = Calendar.toLocal(time, Calendar.zone(zone));
                                return Calendar.toInstant(
                                        Calendar.truncate(unit, local), Calendar.zone(zone));
                            };
                    return each.kernel().apply(args, rowCount, validity, type, context);
                });
    }

    private static Object datePart(@Nullable Object[] v) {
        String part = text(v[0]).toLowerCase(Locale.ROOT);
        return v[1] instanceof Interval interval
                ? DateParts.of(part, interval)
                : DateParts.of(part, integer(v[1]));
    }

    /// The last whole unit not after a time.
    private static long floor(long timeNs, long unitNs) {
        return timeNs - Math.floorMod(timeNs, unitNs);
    }

    /// Texts are parsed, by formats if there are any, and cut to the unit; numbers count the unit;
    /// timestamps stay.
    private static ScalarFunction toTimestamp(String name, long unitNs) {
        TypeRule rule =
                args -> {
                    DataType type = args.get(0);
                    boolean number = type.isNumeric();
                    TypeRule inner =
                            TypeRule.of(
                                    DataType.TIMESTAMP,
                                    type == DataType.UTF8
                                            ? Param.TEXT
                                            : number ? Param.ANY : Param.TIMESTAMP,
                                    Param.TEXT);
                    return inner.resolve(args);
                };
        RowFunction each =
                (v, _) ->
                        v[0] instanceof Double number
                                ? times(number, unitNs)
                                : v[0] instanceof String
                                        ? floor(timeOf(v), unitNs)
                                        : times(integer(v[0]), unitNs);
        ScalarFunction.Kernel kernel = each.kernel();
        return new ScalarFunction(
                name,
                1,
                Integer.MAX_VALUE,
                rule,
                true,
                true,
                true,
                (args, rowCount, validity, type, context) ->
                        args[0].type().isTimestamp()
                                ? args[0]
                                : kernel.apply(args, rowCount, validity, type, context));
    }

    /// A text, parsed by the formats behind it if there are any; or a timestamp.
    private static long timeOf(@Nullable Object[] v) {
        if (!(v[0] instanceof String text)) {
            return integer(v[0]);
        }
        return v.length == 1 ? TimestampText.parse(text) : parseBy(v);
    }

    private static ScalarFunction toDate() {
        TypeRule days =
                args ->
                        args.get(0).isInteger()
                                ? new Signature(List.of(DataType.INT64), DataType.DATE)
                                : null;
        TypeRule texts = TypeRule.of(DataType.DATE, Param.TEXT);
        TypeRule times = TypeRule.of(DataType.DATE, Param.TIMESTAMP);
        RowFunction each = (v, _) -> Math.floorDiv(timeOf(v), Calendar.DAY);
        ScalarFunction.Kernel kernel = each.kernel();
        return new ScalarFunction(
                "to_date",
                1,
                Integer.MAX_VALUE,
                TypeRule.firstOf(days, texts, times),
                true,
                true,
                true,
                (args, rowCount, validity, type, context) ->
                        args[0].type() == DataType.INT64
                                ? Casts.cast(args[0], type, false, rowCount, context)
                                : kernel.apply(args, rowCount, validity, type, context));
    }

    private static long parseBy(@Nullable Object[] v) {
        for (int i = 1; i < v.length; i++) {
            Long time = DateParts.parse(text(v[0]), text(v[i]));
            if (time != null) {
                return time;
            }
        }
        throw new QueryException(
                Code.INVALID,
                "Error parsing timestamp from '" + text(v[0]) + "' using the given formats");
    }

    private static long times(long value, long unitNs) {
        try {
            return Math.multiplyExact(value, unitNs);
        } catch (ArithmeticException e) {
            throw new QueryException(Code.INVALID, value + " is out of range for a timestamp", e);
        }
    }

    private static long times(double value, long unitNs) {
        BigDecimal nanos =
                new BigDecimal(value)
                        .multiply(BigDecimal.valueOf(unitNs))
                        .setScale(0, RoundingMode.DOWN);
        try {
            return nanos.longValueExact();
        } catch (ArithmeticException e) {
            throw new QueryException(Code.INVALID, value + " is out of range for a timestamp", e);
        }
    }

    private static Object makeDate(long year, long month, long day) {
        try {
            return LocalDate.of(Math.toIntExact(year), Math.toIntExact(month), Math.toIntExact(day))
                    .toEpochDay();
        } catch (java.time.DateTimeException | ArithmeticException e) {
            throw new QueryException(
                    Code.INVALID,
                    "Unable to parse date from " + year + ", " + month + ", " + day,
                    e);
        }
    }

    private static Object toChar(@Nullable Object[] v) {
        return DateParts.format(integer(v[0]), text(v[1]));
    }

    /// `tz(time[, zone])` and AT TIME ZONE: a timestamp without zone becomes an instant shown in
    /// the zone. For `tz` it counts as UTC, for AT TIME ZONE as the zone's own wall clock. The zone
    /// is part of the type that the plan asks for; by itself the function cannot know it.
    private static ScalarFunction zoned(String name, boolean wallClock) {
        TypeRule rule = TypeRule.of(new DataType.Timestamp("UTC"), Param.TIMESTAMP, Param.TEXT);
        return new ScalarFunction(
                name,
                1,
                2,
                rule,
                true,
                true,
                true,
                (args, rowCount, validity, type, context) -> {
                    boolean hasZone =
                            args[0].type() instanceof DataType.Timestamp(String zone)
                                    && zone != null;
                    RowFunction each =
                            (v, _) ->
                                    wallClock && !hasZone && v.length == 2
                                            ? Calendar.toInstant(
                                                    integer(v[0]), Calendar.zone(text(v[1])))
                                            : integer(v[0]);
                    return each.kernel().apply(args, rowCount, validity, type, context);
                });
    }

    private static Column toLocal(
            Column[] args,
            int rowCount,
            long @Nullable [] validity,
            DataType type,
            FunctionContext context) {
        String zone = args[0].type() instanceof DataType.Timestamp(String of) ? of : null;
        RowFunction each =
                (v, _) ->
                        zone == null
                                ? integer(v[0])
                                : Calendar.toLocal(integer(v[0]), Calendar.zone(zone));
        return each.kernel().apply(args, rowCount, validity, type, context);
    }
}
