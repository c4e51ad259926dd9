package dev.tidalite.query.internal.operator.scan;

import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.query.internal.exec.ExprCompiler;
import dev.tidalite.query.internal.exec.Exprs;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Evaluator;
import dev.tidalite.query.internal.expr.Expr;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Bound conditions of a scan, sorted by who applies them: the time range and the conditions on
/// tags by the storage, exactly; those on fields by the storage roughly and here exactly; all
/// others here.
final class ScanConditions {
    private static final String SAME = "is_not_distinct_from";

    /// Every integer of a lesser amount is a double.
    private static final double EXACT_INTEGERS_MAX = 0x1p53;

    private final List<PlanColumn> columns;
    private final ExprCompiler compiler;
    private final Set<String> fields;
    private final List<ColumnPredicate> predicates = new ArrayList<>();
    private final List<Expr> residual = new ArrayList<>();
    private TimeRange timeRange = TimeRange.ALL;

    /// @param fields the names of all fields of the table
    /// @param filters without parameters, constants computed
    ScanConditions(
            List<PlanColumn> columns,
            Set<String> fields,
            List<Expr> filters,
            ExprCompiler compiler) {
        this.columns = columns;
        this.fields = fields;
        this.compiler = compiler;
        for (Expr filter : filters) {
            for (Expr conjunct : Exprs.conjuncts(filter)) {
                if (!take(conjunct)) {
                    residual.add(conjunct);
                }
            }
        }
    }

    TimeRange timeRange() {
        return timeRange;
    }

    List<ColumnPredicate> predicates() {
        return predicates;
    }

    /// What remains to be checked row by row.
    List<Expr> residual() {
        return residual;
    }

    /// @return whether the storage applies the condition exactly
    private boolean take(Expr condition) {
        if (condition instanceof Expr.Literal(Object value, DataType _)) {
            if (!Boolean.TRUE.equals(value)) {
                timeRange = TimeRange.NONE;
            }
            return true;
        }
        Set<String> present = new HashSet<>();
        if (collectPresent(condition, present) && present.containsAll(fields)) {
            return true; // no row is without any field
        }
        BitSet read = Exprs.columns(condition);
        if (read.cardinality() != 1) {
            return false;
        }
        ColumnSchema column = columns.get(read.nextSetBit(0)).origin();
        if (column == null) {
            return false;
        }
        if (column.role() == ColumnRole.TIME) {
            return takeTime(condition);
        }
        return column.role() == ColumnRole.TAG
                ? takeTag(condition, column.name(), read.nextSetBit(0))
                : takeField(condition, column);
    }

    /// Collects the stored columns of a condition that one of some columns is not null.
    ///
    /// @return whether it is such a condition
    private boolean collectPresent(Expr condition, Set<String> present) {
        if (!(condition instanceof Expr.Call call)) {
            return false;
        }
        if (call.function().equals("or")) {
            return call.args().stream().allMatch(arg -> collectPresent(arg, present));
        }
        return call.function().equals("is_not_null")
                && call.args().getFirst() instanceof Expr.ColumnRef(int index, DataType _)
                && isStored(columns.get(index), present);
    }

    private static boolean isStored(PlanColumn column, Set<String> names) {
        ColumnSchema origin = column.origin();
        if (origin != null) {
            names.add(origin.name());
        }
        return origin != null;
    }

    /// A comparison of the bare column with a constant, the column first; null for anything else.
    private static @Nullable Bound bound(Expr condition) {
        if (!(condition instanceof Expr.Call call) || call.args().size() != 2) {
            return null;
        }
        Expr left = call.args().get(0);
        Expr right = call.args().get(1);
        if (left instanceof Expr.ColumnRef && right instanceof Expr.Literal constant) {
            return new Bound(call.function(), constant);
        }
        if (right instanceof Expr.ColumnRef && left instanceof Expr.Literal constant) {
            String flipped =
                    switch (call.function()) {
                        case "<" -> ">";
                        case "<=" -> ">=";
                        case ">" -> "<";
                        case ">=" -> "<=";
                        default -> call.function();
                    };
            return new Bound(flipped, constant);
        }
        return null;
    }

    private record Bound(String operator, Expr.Literal constant) {}

    private boolean takeTime(Expr condition) {
        Bound bound = bound(condition);
        if (bound == null
                || !bound.constant.type().isTimestamp()
                || !(bound.constant.value() instanceof Long time)) {
            return false;
        }
        TimeRange range = range(bound.operator, time);
        if (range == null) {
            return false;
        }
        timeRange = timeRange.intersect(range);
        return true;
    }

    private static @Nullable TimeRange range(String operator, long value) {
        return switch (operator) {
            case "=" -> new TimeRange(value, value);
            case "<" ->
                    value == Long.MIN_VALUE
                            ? TimeRange.NONE
                            : new TimeRange(Long.MIN_VALUE, value - 1);
            case "<=" -> new TimeRange(Long.MIN_VALUE, value);
            case ">" ->
                    value == Long.MAX_VALUE
                            ? TimeRange.NONE
                            : new TimeRange(value + 1, Long.MAX_VALUE);
            case ">=" -> new TimeRange(value, Long.MAX_VALUE);
            default -> null;
        };
    }

    private boolean takeTag(Expr condition, String name, int index) {
        if (condition instanceof Expr.Call call
                && call.args().size() == 1
                && call.args().get(0) instanceof Expr.ColumnRef) {
            if (call.function().equals("is_null")) {
                return predicates.add(new ColumnPredicate.IsNull(name));
            }
            if (call.function().equals("is_not_null")) {
                return predicates.add(new ColumnPredicate.IsNotNull(name));
            }
        }
        Bound bound = bound(condition);
        if (bound != null && bound.operator.equals(SAME) && bound.constant.value() == null) {
            return predicates.add(new ColumnPredicate.IsNull(name));
        }
        Set<String> texts = equalTexts(condition);
        if (texts != null) {
            return predicates.add(new ColumnPredicate.TextIn(name, List.copyOf(texts)));
        }
        Evaluator evaluator = compiler.compile(condition);
        if (isTrue(evaluator, index, null)) {
            return false; // rows without the tag satisfy it, which a predicate cannot say
        }
        Predicate<String> test = text -> isTrue(evaluator, index, text);
        return predicates.add(new ColumnPredicate.TextMatches(name, test));
    }

    /// Scans may ask from several threads, evaluators are for one.
    private boolean isTrue(Evaluator evaluator, int index, @Nullable String text) {
        List<Column> row = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            row.add(new Column.Constant(columns.get(i).type(), null));
        }
        if (text != null) {
            StringDictionary one = StringDictionary.of(List.of(text));
            row.set(index, new Column.Coded(one, new int[1], null));
        }
        synchronized (evaluator) {
            Column result = evaluator.evaluate(new Batch(row, 1));
            return Boolean.TRUE.equals(Columns.get(result, 0));
        }
    }

    /// The texts that satisfy `x = 'a'`, `x IN (…)` or an OR of such; null for anything else.
    private static @Nullable Set<String> equalTexts(Expr condition) {
        Set<String> texts = new HashSet<>();
        if (condition instanceof Expr.Call call && call.function().equals("or")) {
            for (Expr arg : call.args()) {
                Set<String> some = equalTexts(arg);
                if (some == null) {
                    return null;
                }
                texts.addAll(some);
            }
            return texts;
        }
        if (condition instanceof Expr.InList in
                && !in.negated()
                && in.operand() instanceof Expr.ColumnRef) {
            for (Expr item : in.items()) {
                if (!(item instanceof Expr.Literal(Object value, DataType _))) {
                    return null;
                }
                if (value instanceof String text) {
                    texts.add(text);
                } else if (value != null) {
                    return null;
                }
            }
            return texts;
        }
        Bound bound = bound(condition);
        if (bound != null
                && (bound.operator.equals("=") || bound.operator.equals(SAME))
                && bound.constant.value() instanceof String text) {
            return Set.of(text);
        }
        return null;
    }

    /// Tells the storage what it may leave out; the condition is checked again in any case.
    private boolean takeField(Expr condition, ColumnSchema column) {
        String name = column.name();
        Set<String> texts = equalTexts(condition);
        if (texts != null) {
            predicates.add(new ColumnPredicate.TextIn(name, List.copyOf(texts)));
            return false;
        }
        if (condition instanceof Expr.Call call
                && call.function().equals("is_not_null")
                && call.args().get(0) instanceof Expr.ColumnRef) {
            predicates.add(new ColumnPredicate.IsNotNull(name));
            return false;
        }
        Bound bound = bound(condition);
        if (bound == null) {
            takeConverted(condition, column);
            return false;
        }
        switch (column.type()) {
            case INT64 -> {
                TimeRange range =
                        bound.constant.value() instanceof Long value
                                        && bound.constant.type() == DataType.INT64
                                ? range(bound.operator, value)
                                : null;
                if (range != null) {
                    long min = range.startNs();
                    predicates.add(new ColumnPredicate.LongRange(name, min, range.endNs()));
                }
            }
            case FLOAT64 -> {
                if (bound.constant.value() instanceof Double value && !Double.isNaN(value)) {
                    addDoubleRange(name, bound.operator, value);
                }
            }
            case STRING, UINT64, BOOLEAN, TIMESTAMP -> {}
        }
        return false;
    }

    /// An integer compared with a constant that is no integer, as a double.
    private void takeConverted(Expr condition, ColumnSchema column) {
        if (column.type() != ColumnType.INT64
                || !(condition instanceof Expr.Call call)
                || call.args().size() != 2) {
            return;
        }
        List<Expr> bare = new ArrayList<>();
        for (Expr arg : call.args()) {
            boolean isDouble = arg instanceof Expr.Cast cast && cast.type() == DataType.FLOAT64;
            bare.add(isDouble ? ((Expr.Cast) arg).operand() : arg);
        }
        Bound bound = bound(new Expr.Call(call.function(), bare, DataType.BOOLEAN));
        if (bound == null
                || !(bound.constant.value() instanceof Double value)
                || !(Math.abs(value) < EXACT_INTEGERS_MAX)) {
            return;
        }
        long floor = (long) Math.floor(value);
        long ceiling = (long) Math.ceil(value);
        String name = column.name();
        ColumnPredicate range =
                switch (bound.operator) {
                    case ">" -> new ColumnPredicate.LongRange(name, floor + 1, Long.MAX_VALUE);
                    case ">=" -> new ColumnPredicate.LongRange(name, ceiling, Long.MAX_VALUE);
                    case "<" -> new ColumnPredicate.LongRange(name, Long.MIN_VALUE, ceiling - 1);
                    case "<=" -> new ColumnPredicate.LongRange(name, Long.MIN_VALUE, floor);
                    case "=" -> new ColumnPredicate.LongRange(name, ceiling, floor);
                    default -> null;
                };
        if (range != null) {
            predicates.add(range);
        }
    }

    private void addDoubleRange(String name, String operator, double value) {
        double least = Double.NEGATIVE_INFINITY;
        double most = Double.POSITIVE_INFINITY;
        ColumnPredicate range =
                switch (operator) {
                    case "=" -> new ColumnPredicate.DoubleRange(name, value, value);
                    case "<", "<=" -> new ColumnPredicate.DoubleRange(name, least, value);
                    // NaN is greater than any number here but in no range of the storage; line
                    // protocol cannot write one
                    case ">", ">=" -> new ColumnPredicate.DoubleRange(name, value, most);
                    default -> null;
                };
        if (range != null) {
            predicates.add(range);
        }
    }
}
