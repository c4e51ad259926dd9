package dev.tidalite.query.internal.exec;

import dev.tidalite.engine.ScanObserver;
import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.ColumnBuilder;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Evaluator;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.operator.aggregate.AggregateInOrder;
import dev.tidalite.query.internal.operator.aggregate.AggregateOperator;
import dev.tidalite.query.internal.operator.aggregate.AggregateSpec;
import dev.tidalite.query.internal.operator.filter.FilterOperator;
import dev.tidalite.query.internal.operator.filter.ProjectOperator;
import dev.tidalite.query.internal.operator.filter.UnnestOperator;
import dev.tidalite.query.internal.operator.join.JoinOperator;
import dev.tidalite.query.internal.operator.join.SetOperator;
import dev.tidalite.query.internal.operator.scan.TableScan;
import dev.tidalite.query.internal.operator.series.GapFillInOrder;
import dev.tidalite.query.internal.operator.series.GapFillOperator;
import dev.tidalite.query.internal.operator.series.SeriesInOrder;
import dev.tidalite.query.internal.operator.series.SeriesOperator;
import dev.tidalite.query.internal.operator.sort.DistinctOperator;
import dev.tidalite.query.internal.operator.sort.FirstPerGroup;
import dev.tidalite.query.internal.operator.sort.LimitOperator;
import dev.tidalite.query.internal.operator.sort.SortInOrder;
import dev.tidalite.query.internal.operator.sort.SortOperator;
import dev.tidalite.query.internal.operator.union.EachSeriesOperator;
import dev.tidalite.query.internal.operator.union.FrugalOperator;
import dev.tidalite.query.internal.operator.union.RecursiveOperator;
import dev.tidalite.query.internal.operator.union.RowsOperator;
import dev.tidalite.query.internal.operator.union.UnionOperator;
import dev.tidalite.query.internal.operator.window.WindowOperator;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/// Makes operators of a plan, for one execution.
public final class PlanCompiler {
    /// More parts than threads, so that none is left with a long one at the end.
    private static final int PARTS_PER_THREAD = 4;

    /// Into how many parts a scan is cut for threads to read ahead.
    private static final int PARTS_AHEAD = 32;

    /// Whoever wants more rows than this of the newest bins may as well compute all.
    private static final int NEWEST_ROWS_MAX = 10_000;

    private final ExecutionContext context;
    private final ExprCompiler expressions;
    private final @Nullable PlanMeter meter;

    /// By name the rows that each recursion around this plan made last.
    private final Map<String, Batch> rounds = new HashMap<>();

    /// Whether the next window down is one of which the filter above, with nothing but projections
    /// between, wants only the rows numbered 1.
    private boolean firstRowsOnly;

    /// Whether of the next node down only the first rows are wanted, so that it would not pay to
    /// read ahead.
    private boolean firstRowsWanted;

    public PlanCompiler(ExecutionContext context) {
        this(context, null);
    }

    /// @param meter counts what each operator does; null for not counting
    PlanCompiler(ExecutionContext context, @Nullable PlanMeter meter) {
        this.context = context;
        this.expressions = new ExprCompiler(context);
        this.meter = meter;
    }

    /// @return the root, owned by the caller; nothing has been read yet, except that a wrong
    ///     constant is an error already now
    public Operator compile(PhysicalPlan plan) {
        boolean first = firstRowsWanted;
        firstRowsWanted =
                first
                        && (plan instanceof PhysicalPlan.Filter
                                || plan instanceof PhysicalPlan.Project);
        ExecutorService workers = context.workers();
        if (workers != null && !first) {
            List<Supplier<Operator>> ahead = partsAhead(plan);
            if (ahead.size() > 1) {
                return new PartsOperator(context, workers, ahead);
            }
        }
        Operator operator = operator(plan);
        return meter == null ? operator : meter.metered(plan, operator);
    }

    /// The parts of a scan below filters and projections, each with these above it; empty for
    /// anything else, and where rows must come in an order.
    private List<Supplier<Operator>> partsAhead(PhysicalPlan plan) {
        PhysicalPlan.Scan scan = scanBelow(plan);
        if (scan == null || scan.order() != ScanSpec.Order.ANY || scan.columns().isEmpty()) {
            return List.of();
        }
        TableScan table = tableScan(scan, ScanSpec.Order.ANY);
        // of some series there is too little to share
        boolean isNarrow =
                table.spec().predicates().stream()
                        .anyMatch(ColumnPredicate.TextIn.class::isInstance);
        return isNarrow ? List.of() : parts(plan, scan, table, PARTS_AHEAD);
    }

    private static PhysicalPlan.@Nullable Scan scanBelow(PhysicalPlan plan) {
        PhysicalPlan leaf = plan;
        while (leaf instanceof PhysicalPlan.Filter || leaf instanceof PhysicalPlan.Project) {
            leaf = leaf.inputs().getFirst();
        }
        return leaf instanceof PhysicalPlan.Scan scan ? scan : null;
    }

    private List<Supplier<Operator>> parts(
            PhysicalPlan plan, PhysicalPlan.Scan scan, TableScan table, int partsWanted) {
        List<Supplier<Operator>> parts = new ArrayList<>();
        for (Snapshot.ScanPart part : table.split(partsWanted)) {
            parts.add(() -> over(plan, scan, () -> table.open(part)));
        }
        return parts;
    }

    private Operator operator(PhysicalPlan plan) {
        return switch (plan) {
            case PhysicalPlan.Scan scan -> tableScan(scan, scan.order()).open();
            case PhysicalPlan.Values values -> new RowsOperator(rows(values));
            case PhysicalPlan.Filter filter -> {
                firstRowsOnly |= Shortcuts.firstRowsOnly(filter) != null;
                yield over(filter.input(), input -> filtered(input, filter));
            }
            case PhysicalPlan.Project project ->
                    over(project.input(), input -> projected(input, project));
            case PhysicalPlan.Aggregate aggregate ->
                    new AggregateOperator(
                            context, AggregateSpec.of(aggregate), parts(aggregate.input()));
            case PhysicalPlan.Sort sort -> sort(sort);
            case PhysicalPlan.Limit limit -> limit(limit);
            case PhysicalPlan.Join join ->
                    new JoinOperator(
                            context, join, () -> compile(join.left()), () -> compile(join.right()));
            case PhysicalPlan.Window window -> window(window);
            case PhysicalPlan.UnionAll union -> union(union);
            case PhysicalPlan.SetOperation set ->
                    new SetOperator(
                            context, set, () -> compile(set.left()), () -> compile(set.right()));
            case PhysicalPlan.Distinct distinct ->
                    over(distinct.input(), input -> distinct(input, distinct));
            case PhysicalPlan.GapFill fill ->
                    over(fill.input(), input -> new GapFillOperator(context, input, fill));
            case PhysicalPlan.SeriesTransform transform ->
                    over(transform.input(), input -> new SeriesOperator(context, input, transform));
            case PhysicalPlan.Unnest unnest ->
                    over(
                            unnest.input(),
                            input ->
                                    new UnnestOperator(
                                            input, expressions.compile(unnest.lists()), unnest));
            case PhysicalPlan.Recursive recursive ->
                    new RecursiveOperator(
                            context,
                            recursive,
                            () -> compile(recursive.seed()),
                            round -> step(recursive, round));
            case PhysicalPlan.PreviousRound previous ->
                    new RowsOperator(Objects.requireNonNull(rounds.get(previous.name())));
            case PhysicalPlan.InOrder(PhysicalPlan same) -> inOrder(same);
            case PhysicalPlan.Frugal frugal -> {
                ExecutionContext share = context.share();
                yield new FrugalOperator(
                        () -> new PlanCompiler(share, meter).compile(frugal.fast()),
                        share::giveBack,
                        () -> compile(frugal.frugal()));
            }
            case PhysicalPlan.EachSeries each ->
                    over(
                            each.keys(),
                            keys ->
                                    new EachSeriesOperator(
                                            keys,
                                            row -> one(each, row),
                                            each.offset(),
                                            each.fetch()));
            case PhysicalPlan.Explain explain -> new RowsOperator(Explanation.of(explain, context));
        };
    }

    private Operator inOrder(PhysicalPlan plan) {
        return switch (plan) {
            case PhysicalPlan.Sort sort when newestBins(sort) != null -> sort(sort);
            case PhysicalPlan.Sort sort ->
                    over(
                            sort.input(),
                            input ->
                                    new LimitOperator(
                                            new SortInOrder(
                                                    context, input, sort.columns(), sort.keys()),
                                            expressions.count(sort.offset(), 0, "OFFSET"),
                                            expressions.count(
                                                    sort.fetch(), Long.MAX_VALUE, "LIMIT")));
            case PhysicalPlan.Aggregate aggregate ->
                    over(
                            aggregate.input(),
                            input ->
                                    new AggregateInOrder(
                                            context, AggregateSpec.of(aggregate), input));
            case PhysicalPlan.GapFill fill ->
                    over(fill.input(), input -> new GapFillInOrder(context, input, fill));
            case PhysicalPlan.SeriesTransform transform ->
                    over(transform.input(), input -> new SeriesInOrder(context, input, transform));
            default -> throw new IllegalArgumentException("not in order: " + plan);
        };
    }

    /// The step of a recursion over the rows of the round before.
    private Operator step(PhysicalPlan.Recursive recursive, Batch round) {
        PlanCompiler compiler = new PlanCompiler(context, meter);
        compiler.rounds.putAll(rounds);
        compiler.rounds.put(recursive.name(), round);
        return compiler.compile(recursive.step());
    }

    /// The plan of one series.
    private Operator one(PhysicalPlan.EachSeries each, @Nullable Object[] row) {
        Map<String, @Nullable Object> values = new HashMap<>(context.parameters());
        for (int i = 0; i < row.length; i++) {
            values.put(each.parameters().get(i), row[i]);
        }
        return new PlanCompiler(context.with(values), meter).compile(each.one());
    }

    private Operator window(PhysicalPlan.Window window) {
        boolean firstOnly = firstRowsOnly;
        firstRowsOnly = false;
        return firstOnly
                ? firstPerGroup(window)
                : over(window.input(), input -> new WindowOperator(context, input, window));
    }

    /// The newest row of each partition: from the ends of series where these are its rows;
    /// otherwise first its time, which needs few columns, then the rows
    /// from the oldest of these times on.
    private Operator firstPerGroup(PhysicalPlan.Window numbered) {
        PhysicalPlan.Window window = Shortcuts.orderedWithin(numbered);
        PhysicalPlan.Scan all = scanBelow(window.input());
        if (all != null && Shortcuts.isLastOfSeries(window)) {
            TableScan last = tableScan(all, ScanSpec.Order.SERIES_TIME).lastOfSeries();
            if (last != null) {
                int partsWanted = context.threads() == 1 ? 1 : context.threads();
                return new FirstPerGroup(
                        context,
                        window,
                        new Parts(context, parts(window.input(), all, last, partsWanted)));
            }
        }
        PhysicalPlan.Aggregate newest = Shortcuts.newestTimes(window);
        if (newest == null || !(window.input() instanceof PhysicalPlan.Scan scan)) {
            return new FirstPerGroup(context, window, parts(window.input()));
        }
        long oldest = Long.MAX_VALUE;
        int last = newest.columns().size() - 1;
        inPlaceOf(scan, newest.input());
        try (Operator times = compile(newest)) {
            for (Batch batch = times.next(); batch != null; batch = times.next()) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    Object time = Columns.get(batch.column(last), row);
                    oldest = time instanceof Long at ? Math.min(oldest, at) : oldest;
                }
            }
        }
        Expr time = window.orderBy().getFirst().expression();
        PhysicalPlan.Scan recent = inPlaceOf(scan, Shortcuts.from(scan, time, oldest));
        return new FirstPerGroup(context, window, parts(recent));
    }

    private interface Wrapping {
        Operator apply(Operator input);
    }

    /// Closes the input if it cannot be wrapped.
    private Operator over(PhysicalPlan plan, Wrapping wrapping) {
        Operator input = compile(plan);
        try {
            return wrapping.apply(input);
        } catch (RuntimeException e) {
            input.close();
            throw e;
        }
    }

    private TableScan tableScan(PhysicalPlan.Scan scan, ScanSpec.Order order) {
        List<Expr> filters = new ExprBinder(context).bind(scan.filters());
        return new TableScan(context, scan, filters, order, observer(scan));
    }

    private ScanObserver observer(PhysicalPlan.Scan scan) {
        return meter == null ? ScanObserver.NONE : meter.observer(scan);
    }

    /// Has what is run in place of a plan counted as the plan's own.
    private <P extends PhysicalPlan> P inPlaceOf(PhysicalPlan plan, P derived) {
        if (meter != null) {
            meter.share(derived, plan);
        }
        return derived;
    }

    private Operator filtered(Operator input, PhysicalPlan.Filter filter) {
        return new FilterOperator(
                input, new ExprCompiler(context).compile(Exprs.conjuncts(filter.condition())));
    }

    private Operator projected(Operator input, PhysicalPlan.Project project) {
        ExprCompiler compiler = new ExprCompiler(context);
        List<Evaluator> evaluators = new ArrayList<>(project.expressions().size());
        for (int i = 0; i < project.expressions().size(); i++) {
            DataType type = project.columns().get(i).type();
            evaluators.add(compiler.compile(project.expressions().get(i), type));
        }
        return new ProjectOperator(input, evaluators);
    }

    private Operator sort(PhysicalPlan.Sort sort) {
        long offset = expressions.count(sort.offset(), 0, "OFFSET");
        long fetch = expressions.count(sort.fetch(), Long.MAX_VALUE, "LIMIT");
        ScanSpec.Order order = TimeOrder.of(sort);
        PhysicalPlan.Scan scan = scanBelow(sort.input());
        if (order != null && scan != null) {
            Operator rows = over(sort.input(), scan, () -> tableScan(scan, order).open());
            return new LimitOperator(
                    new SortInOrder(context, rows, sort.columns(), sort.keys()), offset, fetch);
        }
        NewestBins newest = newestBins(sort);
        Operator input =
                newest == null ? compile(sort.input()) : newestBins(newest, offset + fetch);
        try {
            return new SortOperator(context, input, sort.columns(), sort.keys(), offset, fetch);
        } catch (RuntimeException e) {
            input.close();
            throw e;
        }
    }

    private @Nullable NewestBins newestBins(PhysicalPlan.Sort sort) {
        boolean few =
                expressions.count(sort.offset(), 0, "OFFSET") <= NEWEST_ROWS_MAX
                        && expressions.count(sort.fetch(), Long.MAX_VALUE, "LIMIT")
                                <= NEWEST_ROWS_MAX;
        return few ? NewestBins.of(sort) : null;
    }

    private Operator limit(PhysicalPlan.Limit limit) {
        firstRowsWanted = limit.fetch() != null;
        return over(
                limit.input(),
                input ->
                        new LimitOperator(
                                input,
                                expressions.count(limit.offset(), 0, "OFFSET"),
                                expressions.count(limit.fetch(), Long.MAX_VALUE, "LIMIT")));
    }

    private Operator newestBins(NewestBins newest, long wantedRows) {
        ScanSpec spec = tableScan(newest.scan(), ScanSpec.Order.ANY).spec();
        return new NewestBinsOperator(
                context,
                newest,
                Math.max(1, wantedRows),
                spec,
                observer(newest.scan()),
                plan -> compile(inPlaceOf(newest.input(), plan)));
    }

    private Operator distinct(Operator input, PhysicalPlan.Distinct distinct) {
        List<Expr> on = distinct.on();
        if (on.isEmpty()) {
            on = new ArrayList<>();
            for (int i = 0; i < distinct.columns().size(); i++) {
                on.add(new Expr.ColumnRef(i, distinct.columns().get(i).type()));
            }
        }
        List<DataType> types = on.stream().map(Expr::type).toList();
        return new DistinctOperator(context, input, expressions.compile(on), types);
    }

    private Operator union(PhysicalPlan.UnionAll union) {
        List<Supplier<Operator>> inputs = new ArrayList<>();
        for (PhysicalPlan input : union.inputs()) {
            inputs.add(() -> cast(compile(input), input.columns(), union.columns()));
        }
        return new UnionOperator(inputs);
    }

    /// Columns brought to the types of others.
    private Operator cast(Operator input, List<PlanColumn> from, List<PlanColumn> to) {
        boolean same = true;
        List<Evaluator> evaluators = new ArrayList<>(to.size());
        for (int i = 0; i < to.size(); i++) {
            same &= from.get(i).type().equals(to.get(i).type());
            evaluators.add(
                    expressions.compile(
                            new Expr.ColumnRef(i, from.get(i).type()), to.get(i).type()));
        }
        return same ? input : new ProjectOperator(input, evaluators);
    }

    private Batch rows(PhysicalPlan.Values values) {
        List<Column> columns = new ArrayList<>();
        Batch oneRow = new Batch(List.of(), 1);
        for (int i = 0; i < values.columns().size(); i++) {
            DataType type = values.columns().get(i).type();
            ColumnBuilder builder = ColumnBuilder.of(type);
            for (List<Expr> row : values.rows()) {
                Column value = expressions.compile(row.get(i), type).evaluate(oneRow);
                builder.append(Columns.get(value, 0));
            }
            columns.add(builder.build());
        }
        return new Batch(columns, values.rows().size());
    }

    /// An input in parts for several threads: a scan below filters and projections can be split,
    /// anything else is one part.
    private Parts parts(PhysicalPlan plan) {
        PhysicalPlan.Scan scan = scanBelow(plan);
        if (scan == null) {
            return new Parts(context, List.of(() -> compile(plan)));
        }
        // rows of one series together: their group changes rarely
        ScanSpec.Order order =
                scan.order() == ScanSpec.Order.ANY ? ScanSpec.Order.SERIES_TIME : scan.order();
        int partsWanted = context.threads() == 1 ? 1 : context.threads() * PARTS_PER_THREAD;
        return new Parts(context, parts(plan, scan, tableScan(scan, order), partsWanted));
    }

    /// The filters and projections of a plan above a part of its scan.
    private Operator over(PhysicalPlan plan, PhysicalPlan.Scan scan, Supplier<Operator> leaf) {
        Operator operator =
                switch (plan) {
                    case PhysicalPlan.Filter filter ->
                            filtered(over(filter.input(), scan, leaf), filter);
                    case PhysicalPlan.Project project ->
                            projected(over(project.input(), scan, leaf), project);
                    default -> leaf.get();
                };
        return meter == null ? operator : meter.metered(plan, operator);
    }
}
