package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.function.FunctionRegistry;

import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/// Clauses of a SELECT that Calcite has not, said by those it has: DISTINCT ON, GROUP BY ALL.
final class SelectClauses {
    private final SqlSelect select;

    SelectClauses(SqlSelect select) {
        this.select = select;
    }

    /// @param order what the selection is ordered by, or null
    /// @param columns what a star stands for over a FROM clause
    void expand(
            @Nullable SqlNodeList order, BiFunction<SqlIdentifier, SqlNode, List<String>> columns) {
        exclude(columns);
        distinctOn(order);
        groupByAll();
    }

    /// `DISTINCT ON (k) … ORDER BY o` keeps the rows with
    /// `row_number() OVER (PARTITION BY k ORDER BY o) = 1`.
    private void distinctOn(@Nullable SqlNodeList order) {
        SqlNodeList items = select.getSelectList();
        if (items.isEmpty()
                || !(items.get(0) instanceof SqlBasicCall call)
                || !call.getOperator().getName().equals(DialectRewriter.DISTINCT_ON)) {
            return;
        }
        SqlParserPos place = call.getParserPosition();
        SqlNodeList kept = new SqlNodeList(items.getParserPosition());
        items.getList().subList(1, items.size()).forEach(kept::add);
        select.setSelectList(kept);
        SqlNode window =
                SqlWindow.create(
                        null,
                        null,
                        new SqlNodeList(call.getOperandList(), place),
                        order == null ? SqlNodeList.EMPTY : order,
                        SqlLiteral.createBoolean(false, place),
                        null,
                        null,
                        null,
                        place);
        SqlNode rowNumber =
                SqlStdOperatorTable.OVER.createCall(
                        place, SqlStdOperatorTable.ROW_NUMBER.createCall(place), window);
        SqlNode first =
                SqlStdOperatorTable.EQUALS.createCall(
                        place, rowNumber, SqlLiteral.createExactNumeric("1", place));
        if (select.getQualify() != null || select.getGroup() != null) {
            throw new QueryException(
                    QueryException.Code.UNSUPPORTED,
                    "DISTINCT ON together with GROUP BY or QUALIFY is not supported");
        }
        select.setQualify(first);
    }

    /// `* EXCLUDE (a, b)`: the star becomes the columns that are left.
    private void exclude(BiFunction<SqlIdentifier, SqlNode, List<String>> columns) {
        SqlNodeList items = select.getSelectList();
        SqlNode from = select.getFrom();
        if (from == null || items.getList().stream().noneMatch(SelectClauses::isExclusion)) {
            return;
        }
        SqlNodeList kept = new SqlNodeList(items.getParserPosition());
        for (int index = 0; index < items.size(); index++) {
            SqlNode item = items.get(index);
            SqlNode next = items.get(Math.min(index + 1, items.size() - 1));
            if (item instanceof SqlIdentifier star && star.isStar() && isExclusion(next)) {
                List<String> excluded = texts((SqlCall) next);
                for (String column : columns.apply(star, from)) {
                    if (!excluded.contains(column)) {
                        kept.add(column(star, column));
                    }
                }
            } else if (!isExclusion(item)) {
                kept.add(item);
            }
        }
        select.setSelectList(kept);
    }

    private static boolean isExclusion(SqlNode item) {
        return item instanceof SqlBasicCall call
                && call.getOperator().getName().equals(DialectRewriter.EXCLUDE);
    }

    private static SqlIdentifier column(SqlIdentifier star, String column) {
        List<String> names = new ArrayList<>(star.names);
        names.set(names.size() - 1, column);
        return new SqlIdentifier(names, star.getParserPosition());
    }

    /// GROUP BY ALL groups by every selected expression without an aggregate.
    private void groupByAll() {
        SqlNodeList group = select.getGroup();
        if (group == null
                || group.size() != 1
                || !(group.get(0) instanceof SqlIdentifier name)
                || !name.isSimple()
                || !name.getSimple().equals(DialectRewriter.GROUP_ALL)) {
            return;
        }
        SqlNodeList keys = new SqlNodeList(group.getParserPosition());
        for (SqlNode item : select.getSelectList()) {
            SqlNode expression = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
            if (!containsAggregate(expression) && !(expression instanceof SqlLiteral)) {
                keys.add(expression.clone(expression.getParserPosition()));
            }
        }
        select.setGroupBy(keys);
    }

    static boolean containsAggregate(SqlNode expression) {
        try {
            expression.accept(
                    new SqlBasicVisitor<@Nullable Void>() {
                        @Override
                        public @Nullable Void visit(SqlCall call) {
                            String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
                            if (call.getKind() != SqlKind.OVER
                                    && FunctionRegistry.findAggregate(
                                                    FunctionRegistry.canonical(name))
                                            != null) {
                                throw Util.FoundOne.NULL;
                            }
                            return call.getKind() == SqlKind.OVER ? null : super.visit(call);
                        }
                    });
            return false;
        } catch (Util.FoundOne found) {
            Util.swallow(found, null);
            return true;
        }
    }

    /// The operands of every call marked with a name, as texts.
    static List<String> texts(SqlCall call) {
        return call.getOperandList().stream()
                .map(o -> ((SqlLiteral) o).getValueAs(String.class))
                .toList();
    }
}
