package dev.tidalite.query.internal.plan;

import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.schema.SqlTypes;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// A node's plan, which need not have all of the node's columns.
///
/// @param plan the plan
/// @param places for each field of the relational node its column in `plan`, or -1 if nobody needs
///     it
record Part(PhysicalPlan plan, int[] places) {
    /// All of the plan's columns are the node's fields, in order.
    static Part whole(PhysicalPlan plan) {
        int[] places = new int[plan.columns().size()];
        Arrays.setAll(places, i -> i);
        return new Part(plan, places);
    }

    /// The plan's columns are those fields of a node that are needed, in order.
    static Part only(PhysicalPlan plan, int fieldCount, ImmutableBitSet needed) {
        int[] places = new int[fieldCount];
        Arrays.fill(places, -1);
        int place = 0;
        for (int field : needed) {
            places[field] = place++;
        }
        return new Part(plan, places);
    }

    int place(int field) {
        int place = places[field];
        assert place >= 0 : "field " + field + " was left out of " + plan;
        return place;
    }

    RexTranslation expressions() {
        return new RexTranslation(this::place);
    }

    Expr.ColumnRef column(int field) {
        int place = place(field);
        return new Expr.ColumnRef(place, plan.columns().get(place).type());
    }

    /// The needed fields and nothing else, in order, with the names and types of a row type.
    PhysicalPlan aligned(ImmutableBitSet needed, RelDataType rowType) {
        List<Expr> expressions = new ArrayList<>();
        List<PlanColumn> columns = new ArrayList<>();
        boolean same = needed.cardinality() == plan.columns().size();
        for (int field : needed) {
            RelDataTypeField wanted = rowType.getFieldList().get(field);
            DataType type = SqlTypes.dataType(wanted.getType());
            Expr.ColumnRef column = column(field);
            PlanColumn source = plan.columns().get(column.index());
            same &= column.index() == expressions.size();
            same &= source.type().equals(type) && source.name().equals(wanted.getName());
            expressions.add(RexTranslation.cast(column, type, false));
            columns.add(
                    source.type().equals(type)
                            ? source.named(wanted.getName())
                            : new PlanColumn(wanted.getName(), type));
        }
        return same ? plan : new PhysicalPlan.Project(plan, expressions, columns);
    }

    /// What a computed column of a row type looks like; a plain reference keeps its origin.
    PlanColumn output(RelDataTypeField field, Expr expression) {
        if (expression instanceof Expr.ColumnRef(int index, DataType ignored)) {
            return plan.columns().get(index).named(field.getName());
        }
        return new PlanColumn(
                Objects.requireNonNull(field.getName()),
                expression.type(),
                field.getType().isNullable(),
                null);
    }
}
