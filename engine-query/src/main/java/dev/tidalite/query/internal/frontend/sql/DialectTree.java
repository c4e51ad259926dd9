package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.engine.Snapshot;
import dev.tidalite.query.internal.plan.Operators;

import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Turns the tree that Calcite's parser made into one that means the same to its validator: names
/// for columns without one, the dialect's own clauses, functions in place of Calcite's syntax.
final class DialectTree extends SqlShuttle {
    private static final Set<String> PERCENTILES =
            Set.of(
                    "approx_percentile_cont",
                    "approx_percentile_cont_with_weight",
                    "percentile_cont",
                    "quantile_cont");

    private final Snapshot snapshot;

    private final Function<SqlNode, List<String>> columnsOf;

    /// Whether `a.b` is the field of a column where no table of that name is in sight.
    private final boolean fieldsByDot;

    /// The names of the tables in sight, of the outermost query first.
    private final List<TableNames> tables = new ArrayList<>();

    /// The WITH items in scope.
    private final List<SqlNode> definitions = new ArrayList<>();

    private DialectTree(
            Snapshot snapshot, Function<SqlNode, List<String>> columnsOf, boolean fieldsByDot) {
        this.snapshot = snapshot;
        this.columnsOf = columnsOf;
        this.fieldsByDot = fieldsByDot;
    }

    /// @param columnsOf the names of the columns of a query
    /// @param fieldsByDot whether `a.b` is a field where there is no table `a`
    static SqlNode prepare(
            SqlNode query,
            Snapshot snapshot,
            Function<SqlNode, List<String>> columnsOf,
            boolean fieldsByDot) {
        return new DialectTree(snapshot, columnsOf, fieldsByDot).query(query);
    }

    /// A whole query, whose columns get names; VALUES on its own becomes a selection.
    private SqlNode query(SqlNode node) {
        return switch (node) {
            case SqlSelect select -> select(select, null);
            case SqlOrderBy ordered -> {
                SqlNode inner =
                        ordered.query instanceof SqlSelect select
                                ? select(select, ordered.orderList)
                                : query(ordered.query);
                yield new SqlOrderBy(
                        ordered.getParserPosition(),
                        inner,
                        list(ordered.orderList),
                        ordered.offset,
                        ordered.fetch);
            }
            case SqlWith with -> {
                int outer = definitions.size();
                for (SqlNode item : with.withList) {
                    SqlWithItem definition = (SqlWithItem) item;
                    definition.query = query(definition.query);
                    definitions.add(definition);
                }
                with.body = query(with.body);
                definitions.subList(outer, definitions.size()).clear();
                yield with;
            }
            case SqlBasicCall call when call.getKind() == SqlKind.VALUES ->
                    selectFrom(values(call, "values"));
            case SqlBasicCall call when SqlKind.SET_QUERY.contains(call.getKind()) -> {
                for (int index = 0; index < call.operandCount(); index++) {
                    call.setOperand(index, query(call.operand(index)));
                }
                yield call;
            }
            default -> node;
        };
    }

    private static SqlSelect selectFrom(SqlNode from) {
        SqlParserPos place = from.getParserPosition();
        return new SqlSelect(
                place,
                null,
                SqlNodeList.of(SqlIdentifier.star(place)),
                from,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /// `(VALUES …) AS name (column1, …)`
    private SqlNode values(SqlCall values, String name) {
        SqlParserPos place = values.getParserPosition();
        List<SqlNode> operands = new ArrayList<>();
        operands.add(values.accept(this));
        operands.add(new SqlIdentifier(name, place));
        int width = ((SqlCall) values.operand(0)).operandCount();
        for (int index = 1; index <= width; index++) {
            operands.add(new SqlIdentifier("column" + index, place));
        }
        return SqlStdOperatorTable.AS.createCall(place, operands);
    }

    private SqlNodeList list(SqlNodeList nodes) {
        SqlNodeList visited = new SqlNodeList(nodes.getParserPosition());
        for (SqlNode node : nodes) {
            visited.add(node == null ? null : node.accept(this));
        }
        return visited;
    }

    /// @param order what the rows are ordered by, which DISTINCT ON depends on
    private SqlNode select(SqlSelect select, @Nullable SqlNodeList order) {
        SqlNode from = select.getFrom();
        if (from != null) {
            from = from(from);
            select.setFrom(from);
        }
        TableNames sources = new TableNames(from, snapshot);
        tables.add(sources);
        ColumnNames names = new ColumnNames(sources::qualify);
        new SelectClauses(select).expand(order, this::columns);
        nameColumns(select, names);
        select.setSelectList(list(select.getSelectList()));
        if (select.getWhere() != null) {
            select.setWhere(select.getWhere().accept(this));
        }
        SqlNodeList group = select.getGroup();
        if (group != null) {
            select.setGroupBy(list(group));
        }
        if (select.getHaving() != null) {
            select.setHaving(select.getHaving().accept(this));
        }
        if (select.getQualify() != null) {
            select.setQualify(select.getQualify().accept(this));
        }
        tables.removeLast();
        return select;
    }

    /// The columns that a star stands for over the FROM clause of a selection.
    private List<String> columns(SqlIdentifier star, SqlNode from) {
        SqlParserPos place = star.getParserPosition();
        SqlNode query = selectFrom(from.clone(place));
        ((SqlSelect) query).setSelectList(SqlNodeList.of(star));
        if (!definitions.isEmpty()) {
            SqlNodeList copies = new SqlNodeList(place);
            definitions.forEach(definition -> copies.add(definition.clone(place)));
            query = new SqlWith(place, copies, query);
        }
        return columnsOf.apply(query);
    }

    private void nameColumns(SqlSelect select, ColumnNames names) {
        SqlNodeList items = select.getSelectList();
        for (int index = 0; index < items.size(); index++) {
            SqlNode item = items.get(index);
            item = item instanceof SqlIdentifier name ? visit(name) : item;
            boolean isNamed = item.getKind() == SqlKind.AS || item instanceof SqlIdentifier;
            if (!isNamed) {
                SqlParserPos place = item.getParserPosition();
                items.set(
                        index,
                        SqlStdOperatorTable.AS.createCall(
                                place, item, new SqlIdentifier(names.of(item), place)));
            }
        }
    }

    private SqlNode from(SqlNode node) {
        return switch (node) {
            case SqlJoin join -> {
                join.setLeft(from(join.getLeft()));
                join.setRight(from(join.getRight()));
                SqlNode condition = join.getCondition();
                if (condition != null && !(condition instanceof SqlNodeList)) {
                    join.setOperand(5, condition.accept(this));
                }
                yield join;
            }
            case SqlBasicCall call when call.getKind() == SqlKind.AS -> {
                SqlNode input = call.operand(0);
                if (input.getKind() == SqlKind.VALUES && call.operandCount() == 2) {
                    yield values((SqlCall) input, ((SqlIdentifier) call.operand(1)).getSimple());
                }
                SqlNode source =
                        input.getKind() == SqlKind.VALUES ? input.accept(this) : from(input);
                call.setOperand(0, source);
                yield call;
            }
            case SqlBasicCall call when call.getKind() == SqlKind.VALUES -> values(call, "values");
            case SqlBasicCall call
                    when call.getKind() == SqlKind.LATERAL || call.getKind() == SqlKind.UNNEST -> {
                call.setOperand(0, from(call.operand(0)));
                yield call;
            }
            case SqlIdentifier name -> name;
            case SqlCall call when call.isA(SqlKind.QUERY) -> query(call);
            default -> node.accept(this);
        };
    }

    @Override
    public SqlNode visit(SqlIdentifier name) {
        boolean isField =
                fieldsByDot
                        && name.names.size() == 2
                        && !name.isStar()
                        && tables.stream().noneMatch(t -> t.has(name.names.getFirst()));
        if (!isField) {
            return name;
        }
        SqlParserPos place = name.getParserPosition();
        return SqlStdOperatorTable.ITEM.createCall(
                place,
                name.getComponent(0),
                SqlLiteral.createCharString(name.names.getLast(), place));
    }

    /// Expressions: sub-queries are queries of their own, Calcite's syntax becomes functions.
    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if (call.getKind() == SqlKind.VALUES) {
            return super.visit(call);
        }
        if (call.isA(SqlKind.QUERY)) {
            return query(call);
        }
        SqlNode visited = super.visit(call);
        return visited instanceof SqlCall same ? replaced(same) : visited;
    }

    private static SqlNode replaced(SqlCall call) {
        List<SqlNode> operands = call.getOperandList();
        return switch (call.getKind()) {
            case EXTRACT -> function(call, "date_part", text(operands.get(0)), operands.get(1));
            case POSITION -> function(call, "strpos", operands.get(1), operands.get(0));
            case TRIM -> trim(call, operands);
            case SIMILAR ->
                    function(
                            call,
                            call.getOperator().getName().startsWith("NOT") ? ">>" : "|",
                            operands.get(0),
                            operands.get(1));
            case WITHIN_GROUP -> percentile(call, operands);
            case OTHER_FUNCTION ->
                    switch (call.getOperator().getName()) {
                        case ColumnNames.GET_FIELD -> field(call, operands);
                        case "SUBSTRING" ->
                                function(call, "substr", operands.toArray(SqlNode[]::new));
                        case "OVERLAY" ->
                                function(call, "overlay", operands.toArray(SqlNode[]::new));
                        default -> call;
                    };
            default -> call;
        };
    }

    /// `get_field(struct, 'a', 'b')` is `struct['a']['b']`.
    private static SqlNode field(SqlCall call, List<SqlNode> operands) {
        SqlNode field = operands.getFirst();
        for (SqlNode name : operands.subList(1, operands.size())) {
            field = SqlStdOperatorTable.ITEM.createCall(call.getParserPosition(), field, name);
        }
        return field;
    }

    private static SqlNode function(SqlCall origin, String name, SqlNode... operands) {
        return Operators.scalar(name).createCall(origin.getParserPosition(), operands);
    }

    private static SqlLiteral text(SqlNode unit) {
        return SqlLiteral.createCharString(unit.toString(), unit.getParserPosition());
    }

    private static SqlNode trim(SqlCall call, List<SqlNode> operands) {
        SqlTrimFunction.Flag flag =
                ((SqlLiteral) operands.get(0)).getValueAs(SqlTrimFunction.Flag.class);
        String name =
                switch (flag) {
                    case BOTH -> "btrim";
                    case LEADING -> "ltrim";
                    case TRAILING -> "rtrim";
                };
        return function(call, name, operands.get(2), operands.get(1));
    }

    /// `percentile(p) WITHIN GROUP (ORDER BY x)` is `percentile(x, p)`.
    private static SqlNode percentile(SqlCall call, List<SqlNode> operands) {
        if (!(operands.get(0) instanceof SqlCall inner)
                || !PERCENTILES.contains(inner.getOperator().getName())) {
            return call;
        }
        SqlNode key = ((SqlNodeList) operands.get(1)).get(0);
        List<SqlNode> arguments = new ArrayList<>(inner.getOperandList());
        if (key.getKind() == SqlKind.DESCENDING) {
            key = ((SqlCall) key).operand(0);
            int last = arguments.size() - 1;
            arguments.set(
                    last,
                    SqlStdOperatorTable.MINUS.createCall(
                            call.getParserPosition(),
                            SqlLiteral.createApproxNumeric("1E0", call.getParserPosition()),
                            arguments.get(last)));
        }
        arguments.addFirst(key);
        return inner.getOperator().createCall(inner.getParserPosition(), arguments);
    }
}
