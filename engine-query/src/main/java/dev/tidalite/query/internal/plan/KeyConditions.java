package dev.tidalite.query.internal.plan;

import dev.tidalite.query.internal.exec.Exprs;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PhysicalPlan.JoinKind;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.function.FunctionRegistry;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/// What a table's scan leaves of the values of a join key, said to the scan on the other side as
/// well: a range of time, or a tag's values, that both sides have in common is read of neither
/// more than once.
final class KeyConditions {
    private static final Set<String> COMPARING =
            Set.of("=", "<>", "<", "<=", ">", ">=", "and", "or", "is_null", "is_not_null");

    private KeyConditions() {}

    /// A column of a plan, as the scan it comes from reads it.
    private record Origin(PhysicalPlan.Scan scan, int column) {
        /// The conditions on nothing but this column, over a single column.
        List<Expr> conditions() {
            List<Expr> conditions = new ArrayList<>();
            for (Expr filter : scan.filters()) {
                BitSet columns = Exprs.columns(filter);
                if (columns.cardinality() == 1 && columns.get(column) && mayMove(filter)) {
                    conditions.add(at(filter, 0));
                }
            }
            return conditions;
        }
    }

    private static Expr at(Expr condition, int column) {
        return Exprs.replaceColumns(
                condition, index -> new Expr.ColumnRef(column, typeOf(condition, index)));
    }

    private static DataType typeOf(Expr condition, int column) {
        if (condition instanceof Expr.ColumnRef(int index, DataType type) && index == column) {
            return type;
        }
        for (Expr operand : Exprs.operands(condition)) {
            if (Exprs.columns(operand).get(column)) {
                return typeOf(operand, column);
            }
        }
        throw new AssertionError("no column " + column + " in " + condition);
    }

    /// Whether a condition compares a column with constants. Anything else might fail for values
    /// that only the other side has.
    private static boolean mayMove(Expr condition) {
        boolean compares =
                condition instanceof Expr.InList
                        || condition instanceof Expr.Call call
                                && COMPARING.contains(call.function());
        return compares
                && Exprs.operands(condition).stream()
                        .allMatch(part ->
                                part instanceof Expr.ColumnRef
                                        || isConstant(part)
                                        || mayMove(part));
    }

    private static boolean isConstant(Expr expression) {
        boolean isFixed =
                !(expression instanceof Expr.ColumnRef)
                        && !(expression instanceof Expr.Call call
                                && !call.function().equals("now")
                                && !FunctionRegistry.scalar(call.function()).pure());
        return isFixed && Exprs.operands(expression).stream().allMatch(KeyConditions::isConstant);
    }

    /// The join with every condition on a key on both sides, where that changes nothing.
    static PhysicalPlan.Join shared(PhysicalPlan.Join join) {
        PhysicalPlan left = join.left();
        PhysicalPlan right = join.right();
        boolean toRight = mayDropRight(join.kind());
        boolean toLeft = mayDropLeft(join.kind());
        for (int key = 0; key < join.leftKeys().size(); key++) {
            if (!(join.leftKeys().get(key) instanceof Expr.ColumnRef(int onLeft, DataType type))
                    || !(join.rightKeys().get(key)
                            instanceof Expr.ColumnRef(int onRight, DataType other))
                    || !type.equals(other)) {
                continue;
            }
            Origin from = origin(left, onLeft);
            Origin to = origin(right, onRight);
            List<Expr> ofLeft = from == null ? List.of() : from.conditions();
            List<Expr> ofRight = to == null ? List.of() : to.conditions();
            right = toRight && to != null ? with(right, to, ofLeft) : right;
            left = toLeft && from != null ? with(left, from, ofRight) : left;
        }
        return new PhysicalPlan.Join(
                join.kind(),
                left,
                right,
                join.leftKeys(),
                join.rightKeys(),
                join.nullsMatch(),
                join.residual(),
                join.columns());
    }

    /// Whether rows on the right that match no row on the left do not matter.
    private static boolean mayDropRight(JoinKind kind) {
        return switch (kind) {
            case INNER, LEFT, SEMI, ANTI -> true;
            case RIGHT, FULL -> false;
        };
    }

    private static boolean mayDropLeft(JoinKind kind) {
        return switch (kind) {
            case INNER, RIGHT, SEMI -> true;
            case LEFT, FULL, ANTI -> false;
        };
    }

    /// Where a column comes from, if all conditions on it could as well be above; null otherwise.
    private static @Nullable Origin origin(PhysicalPlan plan, int column) {
        return switch (plan) {
            case PhysicalPlan.Scan scan -> new Origin(scan, column);
            case PhysicalPlan.Filter filter -> origin(filter.input(), column);
            case PhysicalPlan.Project project ->
                    origin(project.input(), project.expressions().get(column));
            case PhysicalPlan.Aggregate aggregate ->
                    column < aggregate.keys().size()
                                    && aggregate.groupingSets().size() == 1
                                    && aggregate.groupingSets().getFirst().contains(column)
                            ? origin(aggregate.input(), aggregate.keys().get(column))
                            : null;
            case PhysicalPlan.Join join -> origin(join, column);
            default -> null;
        };
    }

    private static @Nullable Origin origin(PhysicalPlan input, Expr expression) {
        return expression instanceof Expr.ColumnRef(int index, DataType _)
                ? origin(input, index)
                : null;
    }

    private static @Nullable Origin origin(PhysicalPlan.Join join, int column) {
        int leftColumns = join.left().columns().size();
        if (column < leftColumns) {
            boolean isKept = mayDropRight(join.kind());
            return isKept ? origin(join.left(), column) : null;
        }
        return mayDropLeft(join.kind()) ? origin(join.right(), column - leftColumns) : null;
    }

    /// The plan with further conditions on the column that an origin describes.
    private static PhysicalPlan with(PhysicalPlan plan, Origin origin, List<Expr> conditions) {
        List<Expr> filters = new ArrayList<>(origin.scan.filters());
        for (Expr condition : conditions) {
            Expr moved = at(condition, origin.column);
            if (!filters.contains(moved)) {
                filters.add(moved);
            }
        }
        if (filters.size() == origin.scan.filters().size()) {
            return plan;
        }
        PhysicalPlan.Scan scan =
                new PhysicalPlan.Scan(
                        origin.scan.table(), origin.scan.columns(), filters, origin.scan.order());
        return replaced(plan, origin.scan, scan);
    }

    /// The plan with one scan, found by identity, in place of another.
    @SuppressWarnings("ReferenceEquality") // two scans alike may stand on both sides
    private static PhysicalPlan replaced(
            PhysicalPlan plan, PhysicalPlan.Scan old, PhysicalPlan.Scan scan) {
        return switch (plan) {
            case PhysicalPlan.Scan one -> one == old ? scan : one;
            case PhysicalPlan.Filter filter ->
                    new PhysicalPlan.Filter(
                            replaced(filter.input(), old, scan), filter.condition());
            case PhysicalPlan.Project project ->
                    new PhysicalPlan.Project(
                            replaced(project.input(), old, scan),
                            project.expressions(),
                            project.columns());
            case PhysicalPlan.Aggregate aggregate ->
                    new PhysicalPlan.Aggregate(
                            replaced(aggregate.input(), old, scan),
                            aggregate.keys(),
                            aggregate.groupingSets(),
                            aggregate.calls(),
                            aggregate.columns());
            case PhysicalPlan.Join join ->
                    new PhysicalPlan.Join(
                            join.kind(),
                            replaced(join.left(), old, scan),
                            replaced(join.right(), old, scan),
                            join.leftKeys(),
                            join.rightKeys(),
                            join.nullsMatch(),
                            join.residual(),
                            join.columns());
            default -> plan;
        };
    }
}
