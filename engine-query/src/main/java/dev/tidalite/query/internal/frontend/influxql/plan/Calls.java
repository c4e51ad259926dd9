package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Printer;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The functions that see more than one row: what kind each is, and what it takes.
final class Calls {
    private static final Set<String> AGGREGATES =
            Set.of("count", "sum", "mean", "median", "mode", "spread", "stddev");
    private static final Set<String> SELECTORS =
            Set.of("first", "last", "min", "max", "percentile");
    private static final Set<String> ROW_SELECTORS = Set.of("top", "bottom", "sample");
    private static final Set<String> INDICATORS =
            Set.of(
                    "exponential_moving_average",
                    "double_exponential_moving_average",
                    "triple_exponential_moving_average",
                    "triple_exponential_derivative",
                    "relative_strength_index",
                    "chande_momentum_oscillator",
                    "kaufmans_efficiency_ratio",
                    "kaufmans_adaptive_moving_average");
    private static final Set<String> TRANSFORMS =
            Set.of(
                    "derivative",
                    "non_negative_derivative",
                    "difference",
                    "non_negative_difference",
                    "moving_average",
                    "cumulative_sum",
                    "elapsed",
                    "holt_winters",
                    "holt_winters_with_fit");

    private static final Set<String> KNOWN = names();

    /// How many arguments a function takes, at least and at most.
    private static final Map<String, int[]> ARITIES =
            Map.ofEntries(
                    Map.entry("percentile", new int[] {2, 2}),
                    Map.entry("top", new int[] {2, Integer.MAX_VALUE}),
                    Map.entry("bottom", new int[] {2, Integer.MAX_VALUE}),
                    Map.entry("sample", new int[] {2, 2}),
                    Map.entry("integral", new int[] {1, 2}),
                    Map.entry("derivative", new int[] {1, 2}),
                    Map.entry("non_negative_derivative", new int[] {1, 2}),
                    Map.entry("elapsed", new int[] {1, 2}),
                    Map.entry("moving_average", new int[] {2, 2}),
                    Map.entry("exponential_moving_average", new int[] {2, 4}),
                    Map.entry("double_exponential_moving_average", new int[] {2, 4}),
                    Map.entry("triple_exponential_moving_average", new int[] {2, 4}),
                    Map.entry("triple_exponential_derivative", new int[] {2, 4}),
                    Map.entry("relative_strength_index", new int[] {2, 4}),
                    Map.entry("chande_momentum_oscillator", new int[] {2, 4}),
                    Map.entry("kaufmans_efficiency_ratio", new int[] {2, 3}),
                    Map.entry("kaufmans_adaptive_moving_average", new int[] {2, 3}),
                    Map.entry("holt_winters", new int[] {3, 3}),
                    Map.entry("holt_winters_with_fit", new int[] {3, 3}));

    private Calls() {}

    /// The names of all of them.
    static Set<String> names() {
        Set<String> names = new TreeSet<>(Set.of("distinct", "integral"));
        names.addAll(AGGREGATES);
        names.addAll(SELECTORS);
        names.addAll(ROW_SELECTORS);
        names.addAll(TRANSFORMS);
        names.addAll(INDICATORS);
        return names;
    }

    static boolean isAggregate(String name) {
        return AGGREGATES.contains(name);
    }

    static boolean isSelector(String name) {
        return SELECTORS.contains(name);
    }

    /// Whether an aggregate of one value or more has a value; the deviation of one has none, and
    /// the row of a percentile may be before the first.
    static boolean isNeverNull(String aggregate) {
        return !aggregate.equals("stddev") && !aggregate.equals("percentile");
    }

    /// Functions that give several whole rows of a series or window.
    static boolean isRowSelector(String name) {
        return ROW_SELECTORS.contains(name);
    }

    static boolean isTransform(String name) {
        return TRANSFORMS.contains(name) || isIndicator(name);
    }

    /// The functions of technical analysis, which may say when their first result comes.
    static boolean isIndicator(String name) {
        return INDICATORS.contains(name);
    }

    static boolean isHoltWinters(String name) {
        return name.startsWith("holt_winters");
    }

    /// Whether the window before the first one asked for is needed to compute that one.
    static boolean looksBack(String transform) {
        return !transform.equals("cumulative_sum") && !isHoltWinters(transform);
    }

    static boolean isKnown(String name) {
        return KNOWN.contains(name);
    }

    /// Whether `*` inside this function stands for fields of a type.
    static boolean takes(String name, DataType type) {
        return switch (name) {
            case "count", "first", "last", "distinct", "elapsed", "mode", "sample" -> true;
            case "min", "max" -> type.isNumeric() || type == DataType.BOOLEAN;
            default -> type.isNumeric();
        };
    }

    static void checkArity(Expression.Call call) {
        int[] arity = ARITIES.getOrDefault(call.name(), new int[] {1, 1});
        int count = call.arguments().size();
        if (count >= arity[0] && count <= arity[1]) {
            return;
        }
        String expected =
                arity[0] == arity[1]
                        ? "expected " + arity[0]
                        : arity[1] == Integer.MAX_VALUE
                                ? "expected at least " + arity[0]
                                : "expected at least " + arity[0] + " but no more than " + arity[1];
        throw Failures.invalid(
                "invalid number of arguments for "
                        + call.name()
                        + ", "
                        + expected
                        + ", got "
                        + count);
    }

    /// The whole number that an argument is.
    static long integer(Expression.Call call, int index) {
        Expression argument = call.arguments().get(index);
        if (argument instanceof Expression.IntegerNumber(long value)) {
            return value;
        }
        throw Failures.invalid(
                "expected integer argument in "
                        + call.name()
                        + "(), got "
                        + Printer.print(argument));
    }

    /// The duration that an argument is, or a default where there is none.
    static long durationNs(Expression.Call call, int index, long otherwise) {
        if (index >= call.arguments().size()) {
            return otherwise;
        }
        Expression argument = call.arguments().get(index);
        if (argument instanceof Expression.Duration(long ns)) {
            if (ns <= 0) {
                throw Failures.invalid(
                        "duration argument must be positive, got " + Printer.print(argument));
            }
            return ns;
        }
        throw Failures.invalid(
                "second argument to "
                        + call.name()
                        + " must be a duration, got "
                        + Printer.print(argument));
    }

    /// The rank that a percentile asks for.
    static double percentage(Expression.Call call) {
        return switch (call.arguments().get(1)) {
            case Expression.IntegerNumber(long value) -> value;
            case Expression.FloatNumber(double value) -> value;
            default -> throw Failures.invalid("expected float argument in percentile()");
        };
    }

    /// The number of rows that `top`, `bottom` and `sample` ask for.
    static long rowCount(Expression.Call call) {
        List<Expression> arguments = call.arguments();
        Expression last = arguments.get(arguments.size() - 1);
        if (!(last instanceof Expression.IntegerNumber(long count))) {
            throw Failures.invalid(
                    "expected integer as last argument for "
                            + call.name()
                            + ", got "
                            + Printer.print(last));
        }
        if (count <= 0) {
            throw Failures.invalid(
                    "limit (" + count + ") for " + call.name() + " must be greater than 0");
        }
        return count;
    }
}
