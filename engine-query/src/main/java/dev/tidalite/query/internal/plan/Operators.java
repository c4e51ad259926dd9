package dev.tidalite.query.internal.plan;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.function.AggregateFunction;
import dev.tidalite.query.internal.function.FunctionRegistry;
import dev.tidalite.query.internal.function.ScalarFunction;
import dev.tidalite.query.internal.function.time.IntervalText;

import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// Calcite's operators for the functions of the registry, and back from an operator to the
/// executor's call.
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
        NAMES.put(SqlKind.IS_UNKNOWN, "is_null");
        NAMES.put(SqlKind.PLUS, "+");
        NAMES.put(SqlKind.MINUS, "-");
        NAMES.put(SqlKind.TIMES, "*");
        NAMES.put(SqlKind.DIVIDE, "/");
        NAMES.put(SqlKind.MOD, "%");
        NAMES.put(SqlKind.MINUS_PREFIX, "negate");
        NAMES.put(SqlKind.RLIKE, "~");
        NAMES.put(SqlKind.SINGLE_VALUE, "single_value");
        NAMES.put(SqlKind.SUM0, "sum");
    }

    private static final Map<String, SqlFunction> SCALARS = new ConcurrentHashMap<>();
    private static final Map<String, SqlAggFunction> AGGREGATES = new ConcurrentHashMap<>();

    private Operators() {}

    /// A scalar function of the registry.
    ///
    /// @param name canonical
    /// @throws QueryException if there is none
    public static SqlFunction scalar(String name) {
        return SCALARS.computeIfAbsent(
                name, n -> new RegisteredFunction(FunctionRegistry.scalar(n)));
    }

    /// An aggregate of the registry.
    ///
    /// @param name canonical
    /// @throws QueryException if there is none
    public static SqlAggFunction aggregate(String name) {
        return AGGREGATES.computeIfAbsent(
                name, n -> new RegisteredAggregate(FunctionRegistry.aggregate(n)));
    }

    /// An infix operator of the registry in place of one of Calcite's, with the same kind and
    /// precedence.
    static SqlOperator infix(SqlOperator calcite) {
        ScalarFunction function = FunctionRegistry.scalar(name(calcite));
        RegisteredSignature signature = signature(function);
        return new RegisteredInfix(calcite, signature);
    }

    private static final class RegisteredInfix extends SqlBinaryOperator {
        RegisteredInfix(SqlOperator calcite, RegisteredSignature signature) {
            super(
                    calcite.getName(),
                    calcite.getKind(),
                    calcite.getLeftPrec() & ~1,
                    true,
                    signature,
                    null,
                    signature);
        }
    }

    /// Turns calls of the registry's operators into expressions as they are. Calcite's own way
    /// would know them by name and kind, and do with them what its operators need.
    public static SqlRexConvertletTable convertlets() {
        return call ->
                call.getOperator() instanceof RegisteredInfix
                                || call.getOperator() instanceof RegisteredFunction
                                || SqlKind.BINARY_COMPARISON.contains(call.getKind())
                        ? Operators::convert
                        : StandardConvertletTable.INSTANCE.get(call);
    }

    private static RexNode convert(SqlRexContext context, SqlCall call) {
        List<RexNode> operands = new ArrayList<>(call.operandCount());
        for (SqlNode operand : call.getOperandList()) {
            operands.add(context.convertExpression(operand));
        }
        return context.getRexBuilder().makeCall(call.getOperator(), operands);
    }

    private static RegisteredSignature signature(ScalarFunction function) {
        RegisteredSignature.Nulls nulls =
                switch (function.name()) {
                    case "coalesce", "nvl" -> RegisteredSignature.Nulls.ALL_ARGUMENTS;
                    default ->
                            function.strict() || function.argsMax() == 0
                                    ? RegisteredSignature.Nulls.ANY_ARGUMENT
                                    : RegisteredSignature.Nulls.ALWAYS;
                };
        return new RegisteredSignature(
                function.argsMin(), function.argsMax(), function::resolve, nulls);
    }

    private static final class RegisteredFunction extends SqlFunction {
        private final boolean pure;

        RegisteredFunction(ScalarFunction function) {
            this(function, signature(function));
        }

        private RegisteredFunction(ScalarFunction function, RegisteredSignature signature) {
            super(
                    function.name(),
                    SqlKind.OTHER_FUNCTION,
                    signature,
                    null,
                    signature,
                    SqlFunctionCategory.USER_DEFINED_FUNCTION);
            this.pure = function.pure();
        }

        @Override
        public boolean isDeterministic() {
            return pure;
        }
    }

    /// The canonical name of an operator.
    static String name(SqlOperator operator) {
        String name = NAMES.get(operator.getKind());
        return name != null ? name : operator.getName().toLowerCase(Locale.ROOT);
    }

    /// A call of an operator that needs no treatment of its own.
    ///
    /// @param type what Calcite found
    static Expr translate(RexCall call, List<Expr> args, DataType type) {
        String name = name(call.getOperator());
        return switch (name) {
            case LanguageFunctions.INTERVAL -> interval(args.getFirst());
            case LanguageFunctions.UNSIGNED ->
                    new Expr.Literal(Long.parseUnsignedLong(text(args.getFirst())), type);
            case LanguageFunctions.PARAMETER -> new Expr.Parameter(text(args.getFirst()), type);
            case LanguageFunctions.ARROW_CAST -> RexTranslation.cast(args.getFirst(), type, false);
            case LanguageFunctions.TZ,
                    LanguageFunctions.AT_TIME_ZONE,
                    LanguageFunctions.NAMED_STRUCT ->
                    new Expr.Call(name, ((Expr.Call) call(name, args)).args(), type);
            default -> call(name, args);
        };
    }

    private static String text(Expr literal) {
        return Objects.requireNonNull((String) ((Expr.Literal) literal).value());
    }

    private static Expr interval(Expr text) {
        return text instanceof Expr.Literal(Object value, DataType ignored)
                        && value instanceof String said
                ? new Expr.Literal(IntervalText.parse(said), DataType.INTERVAL)
                : RexTranslation.cast(text, DataType.INTERVAL, false);
    }

    /// A call of a function of the registry, its arguments cast to what it takes.
    ///
    /// @param name canonical
    /// @throws QueryException if there is no such function, or it takes no such arguments
    public static Expr call(String name, List<Expr> args) {
        var signature =
                FunctionRegistry.scalar(name).resolve(args.stream().map(Expr::type).toList());
        return new Expr.Call(name, cast(args, signature.args()), signature.result());
    }

    private static List<Expr> cast(List<Expr> args, List<DataType> types) {
        List<Expr> cast = new ArrayList<>(args.size());
        for (int index = 0; index < args.size(); index++) {
            cast.add(RexTranslation.cast(args.get(index), types.get(index), false));
        }
        return cast;
    }

    /// The arguments of an aggregate, cast to what it takes; those of a pure window function as
    /// they are.
    static List<Expr> aggregateArguments(String function, List<Expr> args) {
        AggregateFunction aggregate = FunctionRegistry.findAggregate(function);
        return aggregate == null
                ? args
                : cast(args, aggregate.resolve(args.stream().map(Expr::type).toList()).args());
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
