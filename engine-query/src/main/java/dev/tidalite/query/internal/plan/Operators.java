package dev.tidalite.query.internal.plan;

import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;

import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Calcite's operators for the executor's functions, by their one canonical name.
public final class Operators {
    private static final Map<SqlKind, String> NAMES = new EnumMap<>(SqlKind.class);

    static {
        NAMES.put(SqlKind.EQUALS, "=");
        NAMES.put(SqlKind.NOT_EQUALS, "<>");
        NAMES.put(SqlKind.LESS_THAN, "<");
        NAMES.put(SqlKind.LESS_THAN_OR_EQUAL, "<=");
        NAMES.put(SqlKind.GREATER_THAN, ">");
        NAMES.put(SqlKind.GREATER_THAN_OR_EQUAL, ">=");
        NAMES.put(SqlKind.IS_DISTINCT_FROM, "is_distinct_from");
        NAMES.put(SqlKind.IS_NOT_DISTINCT_FROM, "is_not_distinct_from");
        NAMES.put(SqlKind.AND, "and");
        NAMES.put(SqlKind.OR, "or");
        NAMES.put(SqlKind.NOT, "not");
        NAMES.put(SqlKind.IS_NULL, "is_null");
        NAMES.put(SqlKind.IS_NOT_NULL, "is_not_null");
        NAMES.put(SqlKind.IS_TRUE, "is_true");
        NAMES.put(SqlKind.IS_NOT_TRUE, "is_not_true");
        NAMES.put(SqlKind.IS_FALSE, "is_false");
        NAMES.put(SqlKind.IS_NOT_FALSE, "is_not_false");
        NAMES.put(SqlKind.PLUS, "+");
        NAMES.put(SqlKind.MINUS, "-");
        NAMES.put(SqlKind.TIMES, "*");
        NAMES.put(SqlKind.DIVIDE, "/");
        NAMES.put(SqlKind.MOD, "%");
        NAMES.put(SqlKind.MINUS_PREFIX, "negate");
    }

    private static final Map<String, SqlFunction> SCALARS = new ConcurrentHashMap<>();
    private static final Map<String, SqlAggFunction> AGGREGATES = new ConcurrentHashMap<>();

    private Operators() {}

    /// A function of the registry; its calls are made with an explicit type.
    public static SqlFunction scalar(String name) {
        return SCALARS.computeIfAbsent(
                name,
                n ->
                        new SqlFunction(
                                n,
                                SqlKind.OTHER_FUNCTION,
                                ReturnTypes.ARG0_NULLABLE,
                                null,
                                OperandTypes.VARIADIC,
                                SqlFunctionCategory.USER_DEFINED_FUNCTION));
    }

    /// An aggregate of the registry; its calls are made with an explicit type.
    public static SqlAggFunction aggregate(String name) {
        return AGGREGATES.computeIfAbsent(name, RegisteredAggregate::new);
    }

    private static final class RegisteredAggregate extends SqlAggFunction {
        RegisteredAggregate(String name) {
            super(
                    name,
                    null,
                    SqlKind.OTHER_FUNCTION,
                    ReturnTypes.ARG0_NULLABLE,
                    null,
                    OperandTypes.VARIADIC,
                    SqlFunctionCategory.USER_DEFINED_FUNCTION,
                    false,
                    false,
                    Optionality.OPTIONAL);
        }
    }

    /// The canonical name of an operator.
    static String name(SqlOperator operator) {
        String name = NAMES.get(operator.getKind());
        return name != null ? name : operator.getName().toLowerCase(Locale.ROOT);
    }

    static Expr translate(RexCall call, List<Expr> args, DataType type) {
        return new Expr.Call(name(call.getOperator()), args, type);
    }

    static List<Expr> aggregateArguments(String function, List<Expr> args) {
        return args;
    }

    static PhysicalPlan.AggregateCall aggregateCall(
            String function,
            List<Expr> args,
            boolean distinct,
            @Nullable Expr filter,
            List<PhysicalPlan.SortKey> order,
            DataType type) {
        return new PhysicalPlan.AggregateCall(
                function, aggregateArguments(function, args), distinct, filter, order, type);
    }
}
