package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/// The grid of `GROUP BY time(…)`.
///
/// Windows of a day or more follow the clock of the query's zone; shorter ones are all equally
/// long, and begin where they would on that clock in winter.
///
/// @param zone whose clock the windows follow, or null for none
/// @param originNs a time at which a window begins
record Windows(long intervalNs, long originNs, @Nullable ZoneId zone) {
    private static final long DAY_NS = 86_400_000_000_000L;

    static Windows of(Shape shape, ZoneId zone) {
        boolean utc = zone.equals(ZoneOffset.UTC);
        if (utc || shape.intervalNs() >= DAY_NS) {
            return new Windows(shape.intervalNs(), shape.offsetNs(), utc ? null : zone);
        }
        ZoneOffset winter = zone.getRules().getStandardOffset(Instant.EPOCH);
        long origin = shape.offsetNs() - winter.getTotalSeconds() * 1_000_000_000L;
        return new Windows(shape.intervalNs(), Math.floorMod(origin, shape.intervalNs()), null);
    }

    /// The start of the window of a time.
    Expr startOf(Expr time) {
        if (zone == null) {
            return Exprs.call(
                    "date_bin",
                    DataType.TIMESTAMP,
                    Exprs.interval(intervalNs),
                    time,
                    Exprs.timestamp(originNs));
        }
        DataType local = new DataType.Timestamp(zone.getId());
        Expr zoned = new Expr.Call("tz", List.of(time, Exprs.of(zone.getId())), local);
        Expr bin =
                new Expr.Call(
                        "date_bin_wallclock",
                        List.of(Exprs.interval(intervalNs), zoned, Exprs.timestamp(originNs)),
                        local);
        return new Expr.Call("tz", List.of(bin, Exprs.of("UTC")), DataType.TIMESTAMP);
    }

    @Nullable String zoneName() {
        return zone == null ? null : zone.getId();
    }
}
