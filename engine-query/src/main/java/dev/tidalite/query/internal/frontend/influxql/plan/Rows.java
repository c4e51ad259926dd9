package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The rows of one measurement while they are being planned: a plan, and what its columns are for.
///
/// @param roles one per column of the plan; exactly one is [ColumnRole#TIME]
/// @param ofTable whether the rows are a table's and not a subquery's
record Rows(String measurement, PhysicalPlan plan, List<ColumnRole> roles, boolean ofTable) {
    Rows {
        roles = List.copyOf(roles);
        if (roles.size() != plan.columns().size()) {
            throw new IllegalArgumentException(roles + " for " + plan.columns());
        }
    }

    Rows with(PhysicalPlan other) {
        return new Rows(measurement, other, roles, ofTable);
    }

    /// The index of a column, or -1. Fields go before tags of the same name.
    int indexOf(String name) {
        int field = indexOf(name, role -> role == ColumnRole.FIELD);
        return field >= 0 ? field : indexOf(name, role -> true);
    }

    int indexOf(String name, Predicate<ColumnRole> wanted) {
        for (int index = 0; index < roles.size(); index++) {
            if (wanted.test(roles.get(index)) && column(index).name().equals(name)) {
                return index;
            }
        }
        return -1;
    }

    int tagIndex(String name) {
        return indexOf(name, role -> role == ColumnRole.TAG);
    }

    int timeIndex() {
        return roles.indexOf(ColumnRole.TIME);
    }

    PlanColumn column(int index) {
        return plan.columns().get(index);
    }

    Expr ref(int index) {
        return new Expr.ColumnRef(index, column(index).type());
    }

    Expr time() {
        return ref(timeIndex());
    }

    /// The tag of that name, or a null if there is none.
    Expr tagOrNull(String name) {
        int index = tagIndex(name);
        return index < 0 ? Exprs.nullOf(DataType.UTF8) : ref(index);
    }

    /// The column that [#tagOrNull] gives.
    PlanColumn tagColumn(String name) {
        int index = tagIndex(name);
        return index < 0 ? new PlanColumn(name, DataType.UTF8) : column(index).named(name);
    }

    List<String> names(ColumnRole role) {
        List<String> names = new ArrayList<>();
        for (int index = 0; index < roles.size(); index++) {
            if (roles.get(index) == role) {
                names.add(column(index).name());
            }
        }
        return names;
    }

    Rows filtered(Expr condition) {
        return with(new PhysicalPlan.Filter(plan, condition));
    }

    /// Rows put together column by column.
    static final class Projection {
        private final Rows input;
        private final List<Expr> expressions = new ArrayList<>();
        private final List<PlanColumn> columns = new ArrayList<>();
        private final List<ColumnRole> roles = new ArrayList<>();

        Projection(Rows input) {
            this.input = input;
        }

        Projection add(Expr expression, PlanColumn column, ColumnRole role) {
            expressions.add(expression);
            columns.add(column);
            roles.add(role);
            return this;
        }

        /// Adds a computed column.
        Projection add(Expr expression, String name, ColumnRole role) {
            return add(expression, new PlanColumn(name, expression.type()), role);
        }

        /// Adds a column of the input as it is.
        Projection keep(int index) {
            return add(input.ref(index), input.column(index), input.roles.get(index));
        }

        /// Whether a column of the input has been added as it is.
        boolean holds(int index) {
            return expressions.contains(input.ref(index));
        }

        int size() {
            return columns.size();
        }

        Rows build() {
            return new Rows(
                    input.measurement,
                    new PhysicalPlan.Project(input.plan, expressions, columns),
                    roles,
                    input.ofTable);
        }
    }
}
