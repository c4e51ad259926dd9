package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// From when to when a query looks, each end as a time, as a distance from `now()`, or both, which
/// then both hold. Nulls are open ends.
///
/// @param startNs first nanosecond inside
/// @param startFromNowNs first nanosecond inside, counted from now
/// @param endNs last nanosecond inside
/// @param endFromNowNs last nanosecond inside, counted from now
record TimeSpan(
        @Nullable Long startNs,
        @Nullable Long startFromNowNs,
        @Nullable Long endNs,
        @Nullable Long endFromNowNs) {
    static final TimeSpan ALL = new TimeSpan(null, null, null, null);

    boolean hasStart() {
        return startNs != null || startFromNowNs != null;
    }

    boolean hasEnd() {
        return endNs != null || endFromNowNs != null;
    }

    TimeSpan intersect(TimeSpan other) {
        return new TimeSpan(
                later(startNs, other.startNs),
                later(startFromNowNs, other.startFromNowNs),
                earlier(endNs, other.endNs),
                earlier(endFromNowNs, other.endFromNowNs));
    }

    /// Ends now at the latest.
    TimeSpan untilNow() {
        return intersect(new TimeSpan(null, null, null, 0L));
    }

    /// Starts so much earlier.
    TimeSpan startingEarlier(long ns) {
        return new TimeSpan(minus(startNs, ns), minus(startFromNowNs, ns), endNs, endFromNowNs);
    }

    /// Ends so much later.
    TimeSpan endingLater(long ns) {
        return new TimeSpan(startNs, startFromNowNs, plus(endNs, ns), plus(endFromNowNs, ns));
    }

    private static @Nullable Long minus(@Nullable Long from, long ns) {
        if (from == null) {
            return null;
        }
        return from < Long.MIN_VALUE + ns ? (Long) Long.MIN_VALUE : (Long) (from - ns);
    }

    private static @Nullable Long plus(@Nullable Long to, long ns) {
        if (to == null) {
            return null;
        }
        return to > Long.MAX_VALUE - ns ? (Long) Long.MAX_VALUE : (Long) (to + ns);
    }

    /// The start as an expression, or null if it is open.
    @Nullable Expr start() {
        return combined(startNs, startFromNowNs, "greatest");
    }

    /// The end as an expression, or null if it is open.
    @Nullable Expr end() {
        return combined(endNs, endFromNowNs, "least");
    }

    private static @Nullable Expr combined(
            @Nullable Long ns, @Nullable Long fromNowNs, String choice) {
        if (ns == null) {
            return fromNowNs == null ? null : fromNow(fromNowNs);
        }
        Expr fixed = Exprs.timestamp(ns);
        return fromNowNs == null
                ? fixed
                : Exprs.call(choice, DataType.TIMESTAMP, fixed, fromNow(fromNowNs));
    }

    private static Expr fromNow(long ns) {
        Expr now = Exprs.call("now", DataType.TIMESTAMP);
        return ns == 0 ? now : Exprs.call("+", DataType.TIMESTAMP, now, Exprs.interval(ns));
    }

    /// What a time must satisfy to be inside.
    List<Expr> conditions(Expr time) {
        List<Expr> conditions = new ArrayList<>();
        if (startNs != null) {
            conditions.add(Exprs.test(">=", time, Exprs.timestamp(startNs)));
        }
        if (startFromNowNs != null) {
            conditions.add(Exprs.test(">=", time, fromNow(startFromNowNs)));
        }
        if (endNs != null) {
            conditions.add(Exprs.test("<=", time, Exprs.timestamp(endNs)));
        }
        if (endFromNowNs != null) {
            conditions.add(Exprs.test("<=", time, fromNow(endFromNowNs)));
        }
        return conditions;
    }

    private static @Nullable Long later(@Nullable Long a, @Nullable Long b) {
        return a == null ? b : b == null ? a : (Long) Math.max(a, b);
    }

    private static @Nullable Long earlier(@Nullable Long a, @Nullable Long b) {
        return a == null ? b : b == null ? a : (Long) Math.min(a, b);
    }
}
