package dev.tidalite.query.internal.plan;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.AggregateFunction;
import dev.tidalite.query.internal.function.FunctionRegistry;
import dev.tidalite.query.internal.function.ScalarFunction;
import dev.tidalite.query.internal.schema.SqlTypes;

import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlRankFunction;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a validator may find in a query: the registry's functions by every name they have,
/// Calcite's syntax, and its window functions. Whatever the executor cannot do is not in it.
///
/// Immutable; made once.
public final class OperatorTable implements SqlOperatorTable {
    private static final Set<String> INFIX = Set.of("+", "-", "*", "/", "%", "||", "&", "^", "<<");

    private static final OperatorTable INSTANCE = new OperatorTable();

    private final Map<String, SqlOperator> functions = new HashMap<>();
    private final Map<String, List<SqlOperator>> syntax = new HashMap<>();
    private final List<SqlOperator> all = new ArrayList<>();

    private OperatorTable() {
        for (SqlOperator operator : SqlStdOperatorTable.instance().getOperatorList()) {
            boolean isInfix =
                    operator.getSyntax() == SqlSyntax.BINARY && INFIX.contains(operator.getName());
            boolean isOther = operator instanceof SqlFunction || operator.getKind() == SqlKind.ITEM;
            if (!isOther && !isInfix) {
                addSyntax(operator);
            }
        }
        addInfix();
        addSyntax(MapItem.INSTANCE);
        addSyntax(SqlLibraryOperators.ILIKE);
        addSyntax(SqlLibraryOperators.NOT_ILIKE);
        addSyntax(SqlLibraryOperators.RLIKE);
        addSyntax(SqlLibraryOperators.NOT_RLIKE);
        for (SqlFunction function :
                List.of(
                        SqlStdOperatorTable.CAST,
                        SqlLibraryOperators.SAFE_CAST,
                        SqlStdOperatorTable.GROUPING,
                        SqlStdOperatorTable.COUNT,
                        rank(SqlKind.ROW_NUMBER, /* requiresOrder= */ false),
                        rank(SqlKind.RANK, true),
                        rank(SqlKind.DENSE_RANK, true),
                        SqlStdOperatorTable.PERCENT_RANK,
                        SqlStdOperatorTable.CUME_DIST,
                        SqlStdOperatorTable.NTILE,
                        SqlStdOperatorTable.LAG,
                        SqlStdOperatorTable.LEAD)) {
            addFunction(function.getName().toLowerCase(Locale.ROOT), function);
        }
        for (ScalarFunction function : FunctionRegistry.scalars()) {
            addFunction(function.name(), Operators.scalar(function.name()));
        }
        for (AggregateFunction function : FunctionRegistry.aggregates()) {
            if (!function.name().equals("count")) {
                addFunction(function.name(), Operators.aggregate(function.name()));
            }
        }
        FunctionRegistry.aliases()
                .forEach((alias, name) -> {
                    SqlOperator operator = functions.get(name);
                    if (operator != null) {
                        functions.put(alias, operator);
                    }
                });
        for (SqlFunction function : LanguageFunctions.all()) {
            addFunction(function.getName(), function);
        }
    }

    /// A function that numbers rows, from 1, unsigned.
    private static SqlFunction rank(SqlKind kind, boolean requiresOrder) {
        return new SqlRankFunction(
                kind,
                ReturnTypes.explicit(SqlTypes.relType(DataType.UINT64, false)),
                requiresOrder);
    }

    public static OperatorTable instance() {
        return INSTANCE;
    }

    private void addInfix() {
        for (SqlOperator operator :
                List.of(
                        SqlStdOperatorTable.PLUS,
                        SqlStdOperatorTable.MINUS,
                        SqlStdOperatorTable.MULTIPLY,
                        SqlStdOperatorTable.DIVIDE,
                        SqlStdOperatorTable.PERCENT_REMAINDER,
                        SqlStdOperatorTable.CONCAT,
                        SqlStdOperatorTable.BITAND_OPERATOR,
                        SqlStdOperatorTable.BITXOR_OPERATOR,
                        SqlStdOperatorTable.BIT_LEFT_SHIFT)) {
            addSyntax(Operators.infix(operator));
        }
    }

    private void addFunction(String name, SqlOperator operator) {
        functions.put(name, operator);
        all.add(operator);
    }

    private void addSyntax(SqlOperator operator) {
        syntax.computeIfAbsent(operator.getName().toUpperCase(Locale.ROOT), k -> new ArrayList<>())
                .add(operator);
        all.add(operator);
    }

    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier opName,
            @Nullable SqlFunctionCategory category,
            SqlSyntax wanted,
            List<SqlOperator> operatorList,
            SqlNameMatcher nameMatcher) {
        if (!opName.isSimple()) {
            return;
        }
        if (wanted.family == SqlSyntax.FUNCTION) {
            SqlOperator function = functions.get(opName.getSimple().toLowerCase(Locale.ROOT));
            if (function != null) {
                operatorList.add(function);
            }
            return;
        }
        String name = opName.getSimple().toUpperCase(Locale.ROOT);
        for (SqlOperator operator : syntax.getOrDefault(name, List.of())) {
            if (operator.getSyntax().family == wanted.family) {
                operatorList.add(operator);
            }
        }
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        return all;
    }
}
