package dev.tidalite.query.internal.plan;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.expr.Interval;
import dev.tidalite.query.internal.function.time.IntervalText;
import dev.tidalite.query.internal.plan.rel.GapFill;
import dev.tidalite.query.internal.schema.SqlTypes;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The key of an aggregate that is a `date_bin_gapfill`.
///
/// @param index of the key among the keys
/// @param field of the aggregate's input
/// @param call as it stands in the projection below the aggregate
/// @param time the column that is binned, in the projection's input
/// @param bounds of that column
record GapFillKey(int index, int field, RexCall call, RexInputRef time, TimeBounds bounds) {
    /// @return null if the aggregate has no such key
    static @Nullable GapFillKey find(Aggregate aggregate) {
        if (!(aggregate.getInput() instanceof Project project)) {
            return null;
        }
        GapFillKey found = null;
        List<Integer> keys = aggregate.getGroupSet().asList();
        for (int index = 0; index < keys.size(); index++) {
            RexNode expression = project.getProjects().get(keys.get(index));
            if (isGapFill(expression)) {
                if (found != null) {
                    throw invalid("DATE_BIN_GAPFILL specified more than once");
                }
                RexCall call = (RexCall) expression;
                RexInputRef time = time(call);
                found =
                        new GapFillKey(
                                index,
                                keys.get(index),
                                call,
                                time,
                                TimeBounds.of(project.getInput(), time.getIndex()));
            } else if (containsGapFill(expression)) {
                throw invalid(
                        "DATE_BIN_GAPFILL must be a top-level expression in the GROUP BY clause"
                                + " when gap filling. It cannot be part of another expression or"
                                + " cast");
            }
        }
        return found;
    }

    private static QueryException invalid(String message) {
        return new QueryException(QueryException.Code.INVALID, message);
    }

    private static boolean isGapFill(RexNode node) {
        return node instanceof RexCall call
                && (call.getOperator().getName().equals(LanguageFunctions.GAP_FILL)
                        || call.getOperator()
                                .getName()
                                .equals(LanguageFunctions.GAP_FILL_WALL_CLOCK));
    }

    private static boolean containsGapFill(RexNode node) {
        return isGapFill(node)
                || node instanceof RexCall call
                        && call.getOperands().stream().anyMatch(GapFillKey::containsGapFill);
    }

    private static RexInputRef time(RexCall call) {
        RexNode source = call.getOperands().get(1);
        boolean isZoned =
                source instanceof RexCall zoned
                        && (zoned.getOperator().getName().equals("tz")
                                || zoned.getOperator().getName().equals("at_time_zone"));
        if (isZoned) {
            source = ((RexCall) source).getOperands().getFirst();
        }
        if (source instanceof RexInputRef ref) {
            return ref;
        }
        throw invalid("DATE_BIN_GAPFILL requires a column as the source argument");
    }

    /// The aggregate with `date_bin` for this key.
    RelNode binned(Aggregate aggregate, RelBuilder builder) {
        Project project = (Project) aggregate.getInput();
        List<RexNode> projects = new ArrayList<>(project.getProjects());
        boolean wallClock =
                call.getOperator().getName().equals(LanguageFunctions.GAP_FILL_WALL_CLOCK);
        RexNode bin =
                builder.getRexBuilder()
                        .makeCall(
                                call.getType(),
                                Operators.scalar(wallClock ? "date_bin_wallclock" : "date_bin"),
                                call.getOperands());
        projects.set(field, bin);
        RelNode input =
                builder.push(project.getInput())
                        .project(projects, project.getRowType().getFieldNames(), true)
                        .build();
        return aggregate.copy(aggregate.getTraitSet(), List.of(input));
    }

    GapFill.Grid grid(List<Integer> series) {
        Expr step = constant(call.getOperands().getFirst());
        if (!(step instanceof Expr.Literal(Object value, DataType type))
                || !(value instanceof Interval || value instanceof String)) {
            throw invalid("DATE_BIN_GAPFILL requires a constant stride");
        }
        Interval stride =
                value instanceof Interval given ? given : IntervalText.parse(value.toString());
        if (stride.months() != 0) {
            throw invalid(
                    "DATE_BIN_GAPFILL does not support a stride in months or years; use date_bin");
        }
        if (stride.fixedNanos() <= 0) {
            throw invalid("DATE_BIN_GAPFILL requires a stride greater than zero");
        }
        Expr origin =
                call.getOperands().size() < 3
                        ? null
                        : RexTranslation.cast(
                                constant(call.getOperands().get(2)), DataType.TIMESTAMP, false);
        DataType time = SqlTypes.dataType(call.getType());
        boolean wallClock =
                call.getOperator().getName().equals(LanguageFunctions.GAP_FILL_WALL_CLOCK);
        String zone = wallClock && time instanceof DataType.Timestamp(String name) ? name : null;
        return new GapFill.Grid(
                index, series, bounds.lo(), bounds.hi(), stride, origin, zone, false);
    }

    private static Expr constant(RexNode node) {
        if (!RexUtil.isConstant(node)) {
            throw invalid("DATE_BIN_GAPFILL requires a constant stride and origin");
        }
        return new RexTranslation(field -> field).of(node);
    }
}
