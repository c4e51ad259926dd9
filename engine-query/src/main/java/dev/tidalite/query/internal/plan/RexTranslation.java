package dev.tidalite.query.internal.plan;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.expr.Interval;
import dev.tidalite.query.internal.function.Types;
import dev.tidalite.query.internal.schema.SqlTypes;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/// From Calcite's row expressions to the executor's. Writes out every cast that Calcite leaves
/// unsaid.
final class RexTranslation {
    private final IntUnaryOperator columns;

    /// @param columns where a column of the node's input is now, since those nobody needs are gone
    RexTranslation(IntUnaryOperator columns) {
        this.columns = columns;
    }

    List<Expr> all(List<? extends RexNode> nodes) {
        List<Expr> result = new ArrayList<>(nodes.size());
        for (RexNode node : nodes) {
            result.add(of(node));
        }
        return result;
    }

    Expr of(RexNode node) {
        return switch (node) {
            case RexInputRef ref ->
                    new Expr.ColumnRef(
                            columns.applyAsInt(ref.getIndex()), SqlTypes.dataType(ref.getType()));
            case RexLiteral literal -> literal(literal);
            case RexDynamicParam parameter ->
                    new Expr.Parameter(
                            "?" + parameter.getIndex(), SqlTypes.dataType(parameter.getType()));
            case RexFieldAccess access ->
                    new Expr.FieldOf(
                            of(access.getReferenceExpr()),
                            access.getField().getIndex(),
                            SqlTypes.dataType(access.getType()));
            case RexCall call -> call(call);
            default ->
                    throw new QueryException(
                            QueryException.Code.UNSUPPORTED, "not supported here: " + node);
        };
    }

    private Expr call(RexCall call) {
        DataType type = SqlTypes.dataType(call.getType());
        List<RexNode> operands = call.getOperands();
        return switch (call.getKind()) {
            case CAST -> cast(of(operands.getFirst()), type, false);
            case SAFE_CAST -> cast(of(operands.getFirst()), type, true);
            case CASE -> branches(operands, type);
            case SEARCH -> new SearchTranslation(this).of(call);
            case EQUALS,
                    NOT_EQUALS,
                    LESS_THAN,
                    LESS_THAN_OR_EQUAL,
                    GREATER_THAN,
                    GREATER_THAN_OR_EQUAL,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM ->
                    comparison(
                            Operators.name(call.getOperator()),
                            of(operands.get(0)),
                            of(operands.get(1)));
            case AND -> chain("and", all(operands));
            case OR -> alternatives(all(operands));
            case ITEM -> item(call, type);
            default -> Operators.translate(call, all(operands), type);
        };
    }

    /// A comparison of two values in the type in which they meet, a constant on the right if there
    /// is one.
    static Expr comparison(String operator, Expr left, Expr right) {
        if (ConstantRows.isConstant(left) && !ConstantRows.isConstant(right)) {
            return comparison(flipped(operator), right, left);
        }
        if (Types.isMixed(left.type(), right.type())) {
            return new Expr.Call(operator, List.of(left, right), DataType.BOOLEAN);
        }
        DataType common = Types.comparison(left.type(), right.type());
        if (common == null) {
            throw new QueryException(
                    QueryException.Code.INVALID,
                    "Cannot compare " + left.type() + " with " + right.type());
        }
        return new Expr.Call(
                operator,
                List.of(cast(left, common, false), cast(right, common, false)),
                DataType.BOOLEAN);
    }

    private static String flipped(String operator) {
        return switch (operator) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            default -> operator;
        };
    }

    /// `x = a OR x = b` is `x IN (a, b)`, which is one look-up.
    private static Expr alternatives(List<Expr> operands) {
        List<Expr> items = new ArrayList<>(operands.size());
        Expr subject = null;
        for (Expr operand : operands) {
            boolean fits =
                    operand instanceof Expr.Call(String name, List<Expr> args, DataType ignored)
                            && name.equals("=")
                            && (subject == null || subject.equals(args.get(0)))
                            && ConstantRows.isConstant(args.get(1));
            if (!fits) {
                return chain("or", operands);
            }
            Expr.Call equality = (Expr.Call) operand;
            subject = equality.args().get(0);
            items.add(equality.args().get(1));
        }
        return new Expr.InList(Objects.requireNonNull(subject), items, false);
    }

    /// `a op b op c`, as calls of two arguments from the left.
    static Expr chain(String operator, List<Expr> operands) {
        Expr result = operands.getFirst();
        for (Expr operand : operands.subList(1, operands.size())) {
            result = new Expr.Call(operator, List.of(result, operand), DataType.BOOLEAN);
        }
        return result;
    }

    static Expr cast(Expr operand, DataType type, boolean safe) {
        if (operand.type().equals(type)) {
            return operand;
        }
        if (operand instanceof Expr.Literal(Object value, DataType from)) {
            if (value == null) {
                return new Expr.Literal(null, type);
            }
            if (value instanceof Long number && from.isInteger()) {
                if (type == DataType.FLOAT64) {
                    return new Expr.Literal((double) number, type);
                }
                if (type == DataType.INT64 && from == DataType.INT32) {
                    return new Expr.Literal(number, type);
                }
            }
        }
        return new Expr.Cast(operand, type, safe);
    }

    private Expr branches(List<RexNode> operands, DataType type) {
        List<Expr.When> whens = new ArrayList<>(operands.size() / 2);
        for (int index = 0; index + 1 < operands.size(); index += 2) {
            whens.add(
                    new Expr.When(
                            of(operands.get(index)),
                            cast(of(operands.get(index + 1)), type, false)));
        }
        return new Expr.Case(whens, cast(of(operands.getLast()), type, false), type);
    }

    /// `struct['field']`, or `list[1]`.
    private Expr item(RexCall call, DataType type) {
        Expr operand = of(call.getOperands().get(0));
        Expr key = of(call.getOperands().get(1));
        if (operand.type() instanceof DataType.Struct struct) {
            int index =
                    key instanceof Expr.Literal(Object value, DataType ignored)
                            ? value instanceof Long position
                                    ? Math.toIntExact(position) - 1
                                    : struct.indexOf(String.valueOf(value))
                            : -1;
            if (index < 0 || index >= struct.fields().size()) {
                throw new QueryException(
                        QueryException.Code.INVALID, "No field " + key + " in " + struct);
            }
            return new Expr.FieldOf(operand, index, struct.fields().get(index).type());
        }
        if (MapItem.isMap(operand.type())) {
            Expr values = Operators.call("map_extract", List.of(operand, key));
            Expr first = new Expr.Literal(1L, DataType.INT64);
            return new Expr.Call("array_element", List.of(values, first), type);
        }
        return new Expr.Call("array_element", List.of(operand, key), type);
    }

    Expr literal(RexLiteral literal) {
        return value(literal.getValue(), literal.getType(), literal.getTypeName());
    }

    /// A constant as Calcite keeps it.
    static Expr.Literal value(@Nullable Object value, RelDataType relType, SqlTypeName kind) {
        DataType type = SqlTypes.dataType(relType);
        if (value == null) {
            return new Expr.Literal(null, type);
        }
        if (relType.getSqlTypeName() == SqlTypeName.SYMBOL || kind == SqlTypeName.SYMBOL) {
            return new Expr.Literal(value.toString(), DataType.UTF8);
        }
        Object plain =
                switch (value) {
                    case NlsString text -> text.getValue();
                    case TimestampString text -> nanoseconds(text);
                    case DateString text -> (long) text.getDaysSinceEpoch();
                    case Number number -> number(number, type);
                    default -> value;
                };
        return new Expr.Literal(Objects.requireNonNull(plain), type);
    }

    private static Object number(Number number, DataType type) {
        if (type == DataType.INTERVAL) {
            long nanos = new BigDecimal(number.toString()).movePointRight(6).longValueExact();
            return Interval.ofNanos(nanos);
        }
        if (type.isFloat()) {
            return number.doubleValue();
        }
        return type == DataType.UINT64
                ? new BigDecimal(number.toString()).toBigInteger().longValue()
                : (Object) new BigDecimal(number.toString()).longValueExact();
    }

    /// Calcite counts in milliseconds; the digits beyond are only in the text.
    private static long nanoseconds(TimestampString text) {
        String digits = text.toString();
        int point = digits.indexOf('.');
        long fraction = 0;
        if (point > 0) {
            fraction = Long.parseLong((digits.substring(point + 1) + "000000000").substring(0, 9));
        }
        long seconds = Math.floorDiv(text.getMillisSinceEpoch(), 1000L);
        return Math.addExact(Math.multiplyExact(seconds, 1_000_000_000L), fraction);
    }

    static boolean isComparison(SqlKind kind) {
        return SqlKind.COMPARISON.contains(kind);
    }
}
