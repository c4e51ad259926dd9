package dev.tidalite.query.internal.plan;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;

import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.Sarg;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Calcite gathers comparisons of one value with constants into a set of ranges; here they become
/// comparisons and lists again, which is what the scan and the kernels know.
final class SearchTranslation {
    private final RexTranslation expressions;

    SearchTranslation(RexTranslation expressions) {
        this.expressions = expressions;
    }

    Expr of(RexCall search) {
        Expr operand = expressions.of(search.getOperands().get(0));
        RexLiteral set = (RexLiteral) search.getOperands().get(1);
        Sarg<?> sarg = Objects.requireNonNull(set.getValueAs(Sarg.class));
        Expr condition = condition(operand, sarg, set);
        return switch (sarg.nullAs) {
            case UNKNOWN -> condition;
            case TRUE -> new Expr.Call("or", List.of(isNull(operand), condition), DataType.BOOLEAN);
            case FALSE ->
                    new Expr.Call(
                            "and",
                            List.of(
                                    new Expr.Call(
                                            "is_not_null", List.of(operand), DataType.BOOLEAN),
                                    condition),
                            DataType.BOOLEAN);
        };
    }

    private static Expr isNull(Expr operand) {
        return new Expr.Call("is_null", List.of(operand), DataType.BOOLEAN);
    }

    private Expr condition(Expr operand, Sarg<?> sarg, RexLiteral set) {
        if (sarg.isPoints()) {
            return new Expr.InList(operand, points(sarg, set), false);
        }
        if (sarg.isComplementedPoints()) {
            return new Expr.InList(operand, points(sarg.negate(), set), true);
        }
        List<Expr> alternatives = new ArrayList<>();
        List<Expr> single = new ArrayList<>();
        for (Range<?> range : sarg.rangeSet.asRanges()) {
            if (range.hasLowerBound()
                    && range.hasUpperBound()
                    && range.lowerEndpoint().equals(range.upperEndpoint())) {
                single.add(constant(range.lowerEndpoint(), set));
            } else {
                alternatives.add(range(operand, range, set));
            }
        }
        if (!single.isEmpty()) {
            alternatives.add(new Expr.InList(operand, single, false));
        }
        return alternatives.isEmpty()
                ? new Expr.Literal(false, DataType.BOOLEAN)
                : RexTranslation.chain("or", alternatives);
    }

    private Expr range(Expr operand, Range<?> range, RexLiteral set) {
        List<Expr> bounds = new ArrayList<>(2);
        if (range.hasLowerBound()) {
            String operator = range.lowerBoundType() == BoundType.CLOSED ? ">=" : ">";
            bounds.add(
                    RexTranslation.comparison(
                            operator, operand, constant(range.lowerEndpoint(), set)));
        }
        if (range.hasUpperBound()) {
            String operator = range.upperBoundType() == BoundType.CLOSED ? "<=" : "<";
            bounds.add(
                    RexTranslation.comparison(
                            operator, operand, constant(range.upperEndpoint(), set)));
        }
        return bounds.isEmpty()
                ? new Expr.Call("is_not_null", List.of(operand), DataType.BOOLEAN)
                : RexTranslation.chain("and", bounds);
    }

    private static List<Expr> points(Sarg<?> sarg, RexLiteral set) {
        List<Expr> points = new ArrayList<>();
        for (Range<?> range : sarg.rangeSet.asRanges()) {
            points.add(constant(range.lowerEndpoint(), set));
        }
        return points;
    }

    private static Expr constant(Object value, RexLiteral set) {
        return RexTranslation.value(value, set.getType(), SqlTypeName.ANY);
    }
}
