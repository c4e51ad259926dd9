package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.query.internal.expr.Interval;
import dev.tidalite.query.internal.function.time.IntervalText;
import dev.tidalite.query.internal.plan.LanguageFunctions;

import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// The names of columns that a query does not name itself, as DataFusion makes them:
/// `max(cpu.usage_user)`, `a.x + Int64(1)`.
final class ColumnNames {
    static final String GET_FIELD = "get_field";

    private final UnaryOperator<String> qualify;

    /// @param qualify the name of a column with its table's, if it is known
    ColumnNames(UnaryOperator<String> qualify) {
        this.qualify = qualify;
    }

    String of(SqlNode node) {
        return switch (node) {
            case SqlIdentifier name -> identifier(name);
            case SqlLiteral literal -> literal(literal);
            case SqlCall call -> call(call);
            case SqlNodeList list -> "[" + joined(list.getList(), ", ") + "]";
            default -> node.toString();
        };
    }

    private String identifier(SqlIdentifier name) {
        if (name.isStar()) {
            return "*";
        }
        return name.isSimple() ? qualify.apply(name.getSimple()) : String.join(".", name.names);
    }

    private static String literal(SqlLiteral literal) {
        if (literal instanceof SqlNumericLiteral number) {
            return number.getTypeName() == SqlTypeName.DOUBLE
                    ? "Float64(" + Double.parseDouble(String.valueOf(number.toValue())) + ")"
                    : "Int64(" + number.toValue() + ")";
        }
        return switch (literal.getTypeName()) {
            case NULL -> "NULL";
            case BOOLEAN -> "Boolean(" + literal.booleanValue() + ")";
            case CHAR ->
                    "Utf8(\""
                            + Objects.requireNonNull((NlsString) literal.getValue()).getValue()
                            + "\")";
            default -> String.valueOf(literal.toValue());
        };
    }

    private String joined(List<? extends SqlNode> nodes, String separator) {
        List<String> names = new ArrayList<>(nodes.size());
        for (SqlNode node : nodes) {
            names.add(of(node));
        }
        return String.join(separator, names);
    }

    private String call(SqlCall call) {
        List<SqlNode> operands = call.getOperandList();
        return switch (call.getKind()) {
            case AS, CAST, SAFE_CAST -> of(operands.getFirst());
            case ITEM -> item(operands);
            case DOT -> of(operands.get(0)) + "[" + operands.get(1) + "]";
            case IN, NOT_IN ->
                    of(operands.get(0))
                            + (call.getKind() == SqlKind.IN ? " IN (" : " NOT IN (")
                            + of(operands.get(1))
                            + ")";
            case BETWEEN ->
                    of(operands.get(0))
                            + " "
                            + call.getOperator().getName().replace(" ASYMMETRIC", "")
                            + " "
                            + of(operands.get(1))
                            + " AND "
                            + of(operands.get(2));
            case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE, IS_UNKNOWN ->
                    of(operands.getFirst()) + " " + call.getOperator().getName();
            case NOT -> "NOT " + of(operands.getFirst());
            case MINUS_PREFIX -> "(- " + of(operands.getFirst()) + ")";
            case CASE -> branches((SqlCase) call);
            case OVER -> over(call);
            case WITHIN_GROUP -> ordered(operands.get(0), (SqlNodeList) operands.get(1));
            case FILTER -> of(operands.get(0)) + " FILTER (WHERE " + of(operands.get(1)) + ")";
            case RESPECT_NULLS, IGNORE_NULLS ->
                    of(operands.get(0)) + " " + call.getOperator().getName();
            case RLIKE -> matched(call);
            case SIMILAR ->
                    infix(operands, call.getOperator().getName().startsWith("NOT") ? ">>" : "|");
            case BITXOR -> infix(operands, "BIT_XOR");
            case NOT_EQUALS -> infix(operands, "!=");
            case SELECT, UNION, ORDER_BY, WITH, SCALAR_QUERY -> "(<subquery>)";
            case EXISTS -> "EXISTS (<subquery>)";
            default ->
                    isInfix(call) ? infix(operands, call.getOperator().getName()) : function(call);
        };
    }

    private static boolean isInfix(SqlCall call) {
        return call.operandCount() == 2
                && switch (call.getOperator().getSyntax()) {
                    case BINARY, SPECIAL -> true;
                    default -> false;
                };
    }

    private String infix(List<SqlNode> operands, String operator) {
        return of(operands.get(0)) + " " + operator + " " + of(operands.get(1));
    }

    private String item(List<SqlNode> operands) {
        StringBuilder name = new StringBuilder(of(operands.getFirst()));
        for (SqlNode operand : operands.subList(1, operands.size())) {
            String key =
                    operand instanceof SqlLiteral literal
                                    && literal.getValue() instanceof NlsString text
                            ? text.getValue()
                            : of(operand);
            name.append('[').append(key).append(']');
        }
        return name.toString();
    }

    /// `~` and its kin; the case-insensitive ones carry a prefix since the rewrite.
    private String matched(SqlCall call) {
        SqlNode pattern = call.operand(1);
        String operator = call.getOperator().getName().startsWith("NOT") ? "!~" : "~";
        if (pattern instanceof SqlBasicCall joined
                && joined.getOperator().getName().equals("||")
                && joined.operand(0) instanceof SqlLiteral flags
                && flags.getValue() instanceof NlsString text
                && text.getValue().equals("(?i)")) {
            return of(call.operand(0)) + " " + operator + "* " + of(joined.operand(1));
        }
        return of(call.operand(0)) + " " + operator + " " + of(pattern);
    }

    private String branches(SqlCase branches) {
        StringBuilder name = new StringBuilder("CASE");
        for (int index = 0; index < branches.getWhenOperands().size(); index++) {
            name.append(" WHEN ").append(of(branches.getWhenOperands().get(index)));
            name.append(" THEN ").append(of(branches.getThenOperands().get(index)));
        }
        SqlNode orElse = branches.getElseOperand();
        if (orElse != null && !SqlUtil.isNullLiteral(orElse, false)) {
            name.append(" ELSE ").append(of(orElse));
        }
        return name.append(" END").toString();
    }

    private String function(SqlCall call) {
        String name = call.getOperator().getName();
        if (name.equals(LanguageFunctions.INTERVAL)) {
            return interval(call.operand(0));
        }
        if (name.equals(LanguageFunctions.UNSIGNED)) {
            return "UInt64(" + text(call.operand(0)) + ")";
        }
        if (name.equals(GET_FIELD)) {
            return item(call.getOperandList());
        }
        if (name.equals(LanguageFunctions.PARAMETER)) {
            return "$" + text(call.operand(0));
        }
        String arguments = joined(call.getOperandList(), ",");
        SqlLiteral quantifier = call.getFunctionQuantifier();
        boolean distinct = quantifier != null && quantifier.getValue() == SqlSelectKeyword.DISTINCT;
        return name.toLowerCase(Locale.ROOT)
                + "("
                + (distinct ? "DISTINCT " : "")
                + arguments
                + ")";
    }

    private static String text(SqlNode literal) {
        return literal instanceof SqlLiteral l && l.getValue() instanceof NlsString text
                ? text.getValue()
                : literal.toString();
    }

    /// DataFusion prints an interval as the 128 bits it has in memory.
    private static String interval(SqlNode text) {
        Interval interval = IntervalText.parse(text(text));
        BigInteger bits =
                BigInteger.valueOf(interval.months())
                        .shiftLeft(96)
                        .add(BigInteger.valueOf(interval.days()).shiftLeft(64))
                        .add(BigInteger.valueOf(interval.nanos()));
        return "IntervalMonthDayNano(\"" + bits + "\")";
    }

    private String ordered(SqlNode call, SqlNodeList order) {
        return of(call) + " ORDER BY " + sortKeys(order);
    }

    private String sortKeys(SqlNodeList order) {
        List<String> keys = new ArrayList<>(order.size());
        for (SqlNode key : order) {
            keys.add(sortKey(key, "ASC", ""));
        }
        return "[" + String.join(", ", keys) + "]";
    }

    private String sortKey(SqlNode key, String direction, String nulls) {
        SqlNode operand =
                key instanceof SqlCall call && call.operandCount() > 0 ? call.operand(0) : key;
        return switch (key.getKind()) {
            case DESCENDING -> sortKey(operand, "DESC", nulls);
            case NULLS_FIRST -> sortKey(operand, direction, " NULLS FIRST");
            case NULLS_LAST -> sortKey(operand, direction, " NULLS LAST");
            default -> {
                String standard = direction.equals("ASC") ? " NULLS LAST" : " NULLS FIRST";
                yield of(key) + " " + direction + (nulls.isEmpty() ? standard : nulls);
            }
        };
    }

    private String over(SqlCall call) {
        StringBuilder name = new StringBuilder(of(call.operand(0)));
        if (!(call.operand(1) instanceof SqlWindow window)) {
            return name.append(" OVER ").append(call.operand(1).toString()).toString();
        }
        boolean isOrdered = !window.getOrderList().isEmpty();
        if (!window.getPartitionList().isEmpty()) {
            name.append(" PARTITION BY ").append(of(window.getPartitionList()));
        }
        if (isOrdered) {
            name.append(" ORDER BY ").append(sortKeys(window.getOrderList()));
        }
        SqlNode lower = window.getLowerBound();
        SqlNode upper = window.getUpperBound();
        String end = isOrdered ? "CURRENT ROW" : "UNBOUNDED FOLLOWING";
        return name.append(
                        window.isRows() && lower != null ? " ROWS" : isOrdered ? " RANGE" : " ROWS")
                .append(" BETWEEN ")
                .append(lower == null ? "UNBOUNDED PRECEDING" : lower)
                .append(" AND ")
                .append(upper == null ? end : upper)
                .toString();
    }
}
