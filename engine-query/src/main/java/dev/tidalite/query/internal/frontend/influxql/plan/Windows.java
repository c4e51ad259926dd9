package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/// The grid of `GROUP BY time(…)`.
///
/// Windows follow the clock of the query's zone. Where the clock is only ever changed by whole
/// windows they are all equally long: an hour that the clock shows twice is two windows of an hour.
///
/// @param zone whose clock the windows follow, or null for none
/// @param originNs a time at which a window begins
/// @param ascend whether later times are never in earlier windows, as they are where one begins in
///     an hour that the clock shows twice
record Windows(long intervalNs, long originNs, @Nullable ZoneId zone, boolean ascend) {
    private static final long SECOND_NS = 1_000_000_000L;

    /// The last second that 64 bits of nanoseconds can tell.
    private static final Instant LAST = Instant.ofEpochSecond(Long.MAX_VALUE / SECOND_NS);

    /// @param span that is asked for
    static Windows of(Shape shape, ZoneId zone, TimeSpan span) {
        if (zone.equals(ZoneOffset.UTC)) {
            return new Windows(shape.intervalNs(), shape.offsetNs(), null, true);
        }
        if (shape.intervalNs() == 0) {
            return new Windows(0, shape.offsetNs(), zone, true); // there are none
        }
        ZoneRules rules = zone.getRules();
        Long start = span.startingEarlier(shape.intervalNs()).startNs();
        Instant from = Instant.ofEpochSecond(start == null ? 0 : Math.floorDiv(start, SECOND_NS));
        Long end = span.endingLater(shape.intervalNs()).endNs();
        Instant to = end == null ? LAST : Instant.ofEpochSecond(Math.floorDiv(end, SECOND_NS));
        boolean ascend = true;
        boolean even = true;
        ZoneOffsetTransition change = rules.nextTransition(from.minusSeconds(1));
        while (change != null && !change.getInstant().isAfter(to)) {
            even &= change.getDuration().toNanos() % shape.intervalNs() == 0;
            ascend &= !change.isOverlap() || !beginsWithin(shape, change);
            change = rules.nextTransition(change.getInstant());
        }
        if (even) {
            long offsetNs = rules.getOffset(from).getTotalSeconds() * SECOND_NS;
            long origin = Math.floorMod(shape.offsetNs() - offsetNs, shape.intervalNs());
            return new Windows(shape.intervalNs(), origin, null, true);
        }
        return new Windows(shape.intervalNs(), shape.offsetNs(), zone, ascend);
    }

    /// Whether a window begins within what the clock shows twice, later than that does.
    private static boolean beginsWithin(Shape shape, ZoneOffsetTransition change) {
        long againSeconds = change.getDateTimeAfter().toEpochSecond(ZoneOffset.UTC);
        long before = againSeconds * SECOND_NS - shape.offsetNs();
        long untilNext = shape.intervalNs() - Math.floorMod(before, shape.intervalNs());
        return untilNext < -change.getDuration().toNanos();
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
