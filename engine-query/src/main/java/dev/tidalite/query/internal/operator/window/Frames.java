package dev.tidalite.query.internal.operator.window;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.exec.ExprCompiler;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PhysicalPlan.FrameBound;
import dev.tidalite.query.internal.exec.PhysicalPlan.FrameUnit;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.Interval;
import dev.tidalite.query.internal.expr.Values;
import dev.tidalite.query.internal.function.time.Calendar;

import org.jspecify.annotations.Nullable;

/// Which rows of a partition a row's window function sees.
final class Frames {
    private final PhysicalPlan.Frame frame;
    private final boolean ordered;
    private final int[] peerEnds;
    private final @Nullable Column orderKey;
    private final boolean descending;
    private final @Nullable Object startOffset;
    private final @Nullable Object endOffset;

    /// @param orderKey the one ORDER BY key, for RANGE frames with an offset
    Frames(
            PhysicalPlan.Frame frame,
            boolean ordered,
            int[] peerEnds,
            @Nullable Column orderKey,
            boolean descending,
            ExprCompiler compiler) {
        this.frame = frame;
        this.ordered = ordered;
        this.peerEnds = peerEnds;
        this.orderKey = orderKey;
        this.descending = descending;
        this.startOffset = offset(frame.start(), compiler);
        this.endOffset = offset(frame.end(), compiler);
    }

    private static @Nullable Object offset(FrameBound bound, ExprCompiler compiler) {
        return bound.offset() == null ? null : compiler.constant(bound.offset());
    }

    /// First row of the frame of a row of partition `[from, to)`.
    int start(int row, int from, int to) {
        return switch (frame.start().kind()) {
            case UNBOUNDED_PRECEDING -> from;
            case UNBOUNDED_FOLLOWING -> to;
            case CURRENT_ROW ->
                    frame.unit() == FrameUnit.ROWS ? row : !ordered ? from : peerStart(row, from);
            case PRECEDING -> clamp(move(row, from, to, startOffset, -1, true), from, to);
            case FOLLOWING -> clamp(move(row, from, to, startOffset, 1, true), from, to);
        };
    }

    /// One past the last row of the frame.
    int end(int row, int from, int to) {
        return switch (frame.end().kind()) {
            case UNBOUNDED_PRECEDING -> from;
            case UNBOUNDED_FOLLOWING -> to;
            case CURRENT_ROW ->
                    frame.unit() == FrameUnit.ROWS ? row + 1 : !ordered ? to : peerEnds[row];
            case PRECEDING -> clamp(move(row, from, to, endOffset, -1, false), from, to);
            case FOLLOWING -> clamp(move(row, from, to, endOffset, 1, false), from, to);
        };
    }

    private static int clamp(long row, int from, int to) {
        return Math.clamp(row, from, to);
    }

    private int peerStart(int row, int from) {
        int start = row;
        while (start > from && peerEnds[start - 1] == peerEnds[row]) {
            start--;
        }
        return start;
    }

    /// @param start whether the first row is wanted, or one past the last
    private long move(
            int row, int from, int to, @Nullable Object offset, int direction, boolean start) {
        if (offset == null) {
            throw new QueryException(Code.INVALID, "a frame's offset must not be null");
        }
        return switch (frame.unit()) {
            case ROWS -> (long) row + direction * rows(offset) + (start ? 0 : 1);
            case GROUPS -> moveGroups(row, from, to, direction * rows(offset), start);
            case RANGE -> moveRange(row, from, to, offset, direction, start);
        };
    }

    private static long rows(Object offset) {
        long rows =
                offset instanceof Double number
                        ? (long) number.doubleValue()
                        : offset instanceof Long number ? number : -1;
        if (rows < 0) {
            throw new QueryException(Code.INVALID, "a frame's offset must be a number from 0 on");
        }
        return Math.min(rows, Integer.MAX_VALUE);
    }

    private int moveGroups(int row, int from, int to, long groups, boolean start) {
        int at = peerStart(row, from);
        for (long left = groups; left < 0; left++) {
            if (at == from) {
                return from;
            }
            at = peerStart(at - 1, from);
        }
        for (long left = groups; left > 0; left--) {
            if (at >= to) {
                return to;
            }
            at = peerEnds[at];
        }
        return start || at >= to ? at : peerEnds[at];
    }

    /// Rows whose key is within an offset of the row's own; a row without a key sees its peers.
    private int moveRange(int row, int from, int to, Object offset, int direction, boolean start) {
        Column key = orderKey;
        if (key == null) {
            throw new QueryException(
                    Code.INVALID, "a RANGE frame with an offset needs exactly one ORDER BY key");
        }
        Object value = Columns.get(key, row);
        if (value == null) {
            return start ? peerStart(row, from) : peerEnds[row];
        }
        int sign = descending ? -direction : direction;
        Object limit = add(value, offset, sign);
        int low = from;
        int high = to;
        while (low < high) { // the first row beyond the limit
            int middle = (low + high) >>> 1;
            if (isBefore(key, middle, row, limit, start)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean isBefore(Column key, int row, int current, Object limit, boolean start) {
        Object value = Columns.get(key, row);
        if (value == null) {
            return row < current; // nulls are all on one side of the values
        }
        int sign =
                value instanceof Long a && limit instanceof Long b
                        ? Long.compare(a, b)
                        : Values.compare(number(value), number(limit));
        if (descending) {
            sign = -sign;
        }
        return start ? sign < 0 : sign <= 0;
    }

    private static Object add(Object value, Object offset, int sign) {
        if (value instanceof Long time && offset instanceof Interval interval) {
            return Calendar.plus(time, interval, sign);
        }
        if (value instanceof Long a && offset instanceof Long b) {
            return a + sign * b;
        }
        return number(value) + sign * number(offset);
    }

    private static double number(Object value) {
        return switch (value) {
            case Long number -> number;
            case Double number -> number;
            default ->
                    throw new QueryException(
                            Code.INVALID, "a RANGE frame needs a number or a time to order by");
        };
    }
}
