package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Field;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Fill;
import dev.tidalite.query.internal.frontend.influxql.plan.Shape.Kind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/// Checks a SELECT whose wildcards are already names against the rules of the language, and says
/// what kind it is.
final class Analysis {
    private final Statement.Select select;
    private final Set<Expression.Call> aggregates = new LinkedHashSet<>();
    private final Set<Expression.Call> transforms = new LinkedHashSet<>();
    private final Set<Expression.Call> wholes = new LinkedHashSet<>();
    private boolean rawTransform;
    private boolean plainReference;

    private Analysis(Statement.Select select) {
        this.select = select;
    }

    /// @param fields without wildcards
    /// @param groupTags ascending, those the enclosing query groups by included
    static Shape of(Statement.Select select, List<Field> fields, List<String> groupTags) {
        return new Analysis(select).shape(fields, groupTags);
    }

    private Shape shape(List<Field> fields, List<String> groupTags) {
        Window window = Window.of(select.groupBy());
        for (Field field : fields) {
            if (Expressions.references(field.expression()).isEmpty()) {
                throw Failures.invalid("field must contain at least one variable");
            }
            visit(field.expression());
        }
        Kind kind = kind(fields);
        checkWindow(kind, window);
        Fill fill = select.fill() == null ? Fill.NULL : select.fill();
        List<Shape.Column> columns = Naming.columns(fields, select.into() == null);
        return new Shape(
                kind,
                Naming.timeName(select.fields()),
                columns,
                aggregates,
                transforms,
                groupTags,
                window.intervalNs,
                window.offsetNs,
                fill);
    }

    private void visit(Expression expression) {
        switch (expression) {
            case Expression.VarRef ignored -> plainReference = true;
            case Expression.Call call -> visitCall(call);
            default -> Expressions.operands(expression).forEach(this::visit);
        }
    }

    private void visitCall(Expression.Call call) {
        String name = call.name();
        if (MathFunction.find(name) != null) {
            call.arguments().forEach(this::visit);
            return;
        }
        if (!Calls.isKnown(name)) {
            throw Failures.invalid("unsupported function " + name + "()");
        }
        Calls.checkArity(call);
        if (Calls.isTransform(name)) {
            visitTransform(call);
        } else if (Calls.isRowSelector(name)) {
            Calls.rowCount(call);
            requireReference(call);
            wholes.add(call);
        } else if (name.equals("distinct") || name.equals("integral")) {
            requireReference(call);
            wholes.add(call);
        } else {
            visitAggregate(call);
        }
    }

    private void visitAggregate(Expression.Call call) {
        boolean countsDistinct =
                call.name().equals("count")
                        && call.arguments().get(0)
                                instanceof Expression.Call(String inner, List<Expression> args)
                        && inner.equals("distinct")
                        && args.size() == 1
                        && args.get(0) instanceof Expression.VarRef;
        if (!countsDistinct) {
            requireReference(call);
        }
        if (call.name().equals("percentile")) {
            Calls.percentage(call);
        }
        aggregates.add(call);
    }

    private void visitTransform(Expression.Call call) {
        transforms.add(call);
        if (call.arguments().get(0) instanceof Expression.Call inner) {
            if (!Calls.isAggregate(inner.name()) && !Calls.isSelector(inner.name())) {
                throw Failures.invalid("unsupported function " + inner.name() + "()");
            }
            Calls.checkArity(inner);
            visitAggregate(inner);
        } else {
            if (Calls.isHoltWinters(call.name())) {
                throw Failures.invalid("must use aggregate function with " + call.name());
            }
            requireReference(call);
            rawTransform = true;
        }
    }

    private static void requireReference(Expression.Call call) {
        if (!(call.arguments().get(0) instanceof Expression.VarRef)) {
            throw Failures.invalid("expected field argument in " + call.name() + "()");
        }
    }

    private Kind kind(List<Field> fields) {
        if (!wholes.isEmpty()) {
            return wholeKind(fields);
        }
        if (rawTransform) {
            if (!aggregates.isEmpty() || plainReference) {
                throw mixed();
            }
            return Kind.TRANSFORM;
        }
        if (aggregates.isEmpty()) {
            return Kind.RAW;
        }
        boolean selectors = aggregates.stream().allMatch(call -> Calls.isSelector(call.name()));
        boolean alone = aggregates.size() == 1 && selectors && transforms.isEmpty();
        if (plainReference && !alone) {
            throw selectors && transforms.isEmpty()
                    ? Failures.invalid(
                            "mixing multiple selector functions with tags or fields is not"
                                    + " supported")
                    : mixed();
        }
        return alone ? Kind.SELECTOR : Kind.AGGREGATE;
    }

    private Kind wholeKind(List<Field> fields) {
        Expression.Call call = wholes.iterator().next();
        int others = wholes.size() - 1 + aggregates.size() + transforms.size();
        if (call.name().equals("distinct")) {
            if (others > 0 || fields.size() > 1 || plainReference) {
                throw Failures.invalid(
                        "aggregate function distinct() cannot be combined with other functions or"
                                + " fields");
            }
            return Kind.DISTINCT;
        }
        if (call.name().equals("integral")) {
            if (others > 0) {
                throw Failures.unsupported("integral() together with other functions");
            }
            if (plainReference) {
                throw mixed();
            }
            return Kind.INTEGRAL;
        }
        if (others > 0) {
            throw Failures.invalid(
                    "selector function "
                            + call.name()
                            + "() cannot be combined with other functions");
        }
        return Kind.ROW_SELECTOR;
    }

    private static RuntimeException mixed() {
        return Failures.invalid("mixing aggregate and non-aggregate columns is not supported");
    }

    private void checkWindow(Kind kind, Window window) {
        boolean windows = window.intervalNs > 0;
        if (kind == Kind.RAW) {
            if (windows) {
                throw Failures.invalid("GROUP BY requires at least one aggregate function");
            }
            if (Fill.NONE.equals(select.fill()) || Fill.LINEAR.equals(select.fill())) {
                String word = Fill.NONE.equals(select.fill()) ? "none" : "linear";
                throw Failures.invalid(
                        "FILL(" + word + ") must be used with an aggregate or selector function");
            }
        }
        if (!transforms.isEmpty()) {
            String name = transforms.iterator().next().name();
            if (kind == Kind.TRANSFORM && windows) {
                throw Failures.invalid("aggregate function required inside the call to " + name);
            }
            if (kind != Kind.TRANSFORM && !windows) {
                throw Failures.invalid(name + " aggregate requires a GROUP BY interval");
            }
        }
    }

    /// The argument of `time(…)` in GROUP BY.
    private record Window(long intervalNs, long offsetNs) {
        static Window of(List<Expression> groupBy) {
            Expression.Call time = windows(groupBy);
            return time == null ? new Window(0, 0) : of(time);
        }

        private static Window of(Expression.Call time) {
            List<Expression> arguments = time.arguments();
            if (arguments.isEmpty() || arguments.size() > 2) {
                throw Failures.invalid("time dimension expected 1 or 2 arguments");
            }
            if (!(arguments.get(0) instanceof Expression.Duration(long interval))
                    || interval <= 0) {
                throw Failures.invalid("time dimension must have duration argument");
            }
            if (arguments.size() == 1) {
                return new Window(interval, 0);
            }
            return new Window(interval, offset(arguments.get(1), interval));
        }

        private static long offset(Expression argument, long intervalNs) {
            return switch (argument) {
                case Expression.Duration(long ns) -> Math.floorMod(ns, intervalNs);
                case Expression.IntegerNumber(long ns) -> Math.floorMod(ns, intervalNs);
                case Expression.Text(String text) ->
                        Math.floorMod(TimeText.parse(text, java.time.ZoneOffset.UTC), intervalNs);
                default ->
                        throw Failures.invalid("time dimension offset must be duration or now()");
            };
        }
    }

    /// The `time(…)` of a GROUP BY, or null.
    static Expression.@Nullable Call windows(List<Expression> groupBy) {
        Expression.Call time = null;
        for (Expression dimension : groupBy) {
            if (dimension instanceof Expression.Call call) {
                if (!call.name().equals("time")) {
                    throw Failures.invalid("only time() calls allowed in dimensions");
                }
                if (time != null) {
                    throw Failures.invalid("multiple time dimensions not allowed");
                }
                time = call;
            }
        }
        return time;
    }

    /// The length of the windows that a GROUP BY asks for; 0 if it asks for none.
    static long windowNs(List<Expression> groupBy) {
        return Window.of(groupBy).intervalNs;
    }

    /// The tags that a GROUP BY names, ascending.
    static NavigableSet<String> groupTags(List<Expression> groupBy, NavigableSet<String> tags) {
        NavigableSet<String> names = new TreeSet<>();
        for (Expression dimension : groupBy) {
            switch (dimension) {
                case Expression.VarRef(String name, Expression.Cast ignored) -> {
                    if (name.equalsIgnoreCase("time")) {
                        throw Failures.invalid(
                                "time() is a function and expects at least one argument");
                    }
                    names.add(name);
                }
                case Expression.Wildcard ignored -> names.addAll(tags);
                case Expression.Regex(String pattern) -> addMatching(pattern, tags, names);
                case Expression.Call ignored -> {}
                default -> throw Failures.invalid("only time and tag dimensions allowed");
            }
        }
        return names;
    }

    private static void addMatching(
            String pattern, NavigableSet<String> tags, NavigableSet<String> names) {
        var compiled =
                dev.tidalite.query.internal.frontend.influxql.parse.Patterns.compile(pattern);
        tags.stream().filter(tag -> compiled.matcher(tag).find()).forEach(names::add);
    }

    /// The one call of a `ROW_SELECTOR`, `DISTINCT` or `INTEGRAL`.
    static Expression.@Nullable Call wholeCall(List<Shape.Column> columns) {
        List<Expression> open = new ArrayList<>();
        columns.forEach(column -> open.add(column.expression()));
        while (!open.isEmpty()) {
            Expression next = open.removeFirst();
            if (next instanceof Expression.Call call && MathFunction.find(call.name()) == null) {
                return call;
            }
            open.addAll(Expressions.operands(next));
        }
        return null;
    }
}
