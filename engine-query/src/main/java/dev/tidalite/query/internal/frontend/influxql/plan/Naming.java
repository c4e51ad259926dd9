package dev.tidalite.query.internal.frontend.influxql.plan;

import com.google.re2j.Pattern;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Printer;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Field;
import dev.tidalite.query.internal.frontend.influxql.parse.Patterns;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// From the fields of a SELECT to named columns: wildcards become names, and columns of the same
/// name get numbers.
final class Naming {
    private Naming() {}

    /// What the column of times is called.
    static String timeName(List<Field> fields) {
        for (Field field : fields) {
            if (isTime(field) && field.alias() != null) {
                return field.alias();
            }
        }
        return "time";
    }

    private static boolean isTime(Field field) {
        return field.expression() instanceof Expression.VarRef(String name, Expression.Cast ignored)
                && name.equalsIgnoreCase("time");
    }

    /// The fields with wildcards and patterns replaced by the columns they stand for; the time,
    /// which comes anyway, is left out.
    ///
    /// @param grouped tags that the rows are grouped by: `*` leaves them out
    static List<Field> expanded(List<Field> fields, SourceColumns columns, Set<String> grouped) {
        List<Field> expanded = new ArrayList<>();
        for (Field field : fields) {
            Expression expression = Expressions.normalized(field.expression());
            if (isTime(field)) {
                continue;
            }
            if (Expressions.isWildcard(expression)) {
                for (String name : matching(expression, columns, grouped)) {
                    expanded.add(new Field(new Expression.VarRef(name), null));
                }
            } else if (!Expressions.hasWildcard(expression)) {
                expanded.add(new Field(expression, field.alias()));
            } else if (expression instanceof Expression.Call call) {
                expandCall(call, field.alias(), columns, expanded);
            } else {
                throw Failures.invalid(
                        "unsupported expression with wildcard: " + Printer.print(expression));
            }
        }
        return expanded;
    }

    private static List<String> matching(
            Expression wildcard, SourceColumns columns, Set<String> grouped) {
        SortedMap<String, Boolean> chosen = new TreeMap<>();
        boolean fields = true;
        boolean tags = true;
        Pattern pattern = null;
        if (wildcard instanceof Expression.Wildcard(Expression.Wildcard.Kind kind)) {
            fields = kind != Expression.Wildcard.Kind.TAG;
            tags = kind != Expression.Wildcard.Kind.FIELD;
        } else if (wildcard instanceof Expression.Regex(String text)) {
            pattern = Patterns.compile(text);
        }
        if (fields) {
            columns.fields().keySet().forEach(name -> chosen.put(name, true));
        }
        if (tags) {
            columns.tags().stream()
                    .filter(name -> !grouped.contains(name))
                    .forEach(name -> chosen.put(name, true));
        }
        List<String> names = new ArrayList<>();
        for (String name : chosen.keySet()) {
            if (pattern == null || pattern.matcher(name).find()) {
                names.add(name);
            }
        }
        return names;
    }

    private static Expression firstArgument(Expression.Call inner, Expression.Call whole) {
        if (inner.arguments().isEmpty()) {
            throw noExpansion(whole);
        }
        return inner.arguments().getFirst();
    }

    private static QueryException noExpansion(Expression.Call call) {
        return Failures.invalid("unsupported expression with wildcard: " + Printer.print(call));
    }

    /// `mean(*)` becomes one call per field that the innermost function can take.
    private static void expandCall(
            Expression.Call call,
            @Nullable String alias,
            SourceColumns columns,
            List<Field> expanded) {
        Expression.Call innermost = call;
        while (firstArgument(innermost, call) instanceof Expression.Call inner) {
            innermost = inner;
        }
        Expression wildcard = firstArgument(innermost, call);
        if (!Expressions.isWildcard(wildcard)) {
            throw noExpansion(call);
        }
        if (wildcard instanceof Expression.Wildcard(Expression.Wildcard.Kind kind)
                && kind == Expression.Wildcard.Kind.TAG) {
            throw Failures.invalid("unable to use tag as wildcard in " + innermost.name() + "()");
        }
        String prefix = alias == null ? call.name() : alias;
        for (Map.Entry<String, DataType> field : columns.fields().entrySet()) {
            boolean matches =
                    !(wildcard instanceof Expression.Regex(String pattern))
                            || Patterns.compile(pattern).matcher(field.getKey()).find();
            if (matches && Calls.takes(innermost.name(), field.getValue())) {
                Expression.VarRef ref = new Expression.VarRef(field.getKey());
                expanded.add(
                        new Field(replaced(call, wildcard, ref), prefix + "_" + field.getKey()));
            }
        }
    }

    private static Expression replaced(Expression in, Expression what, Expression by) {
        return in.equals(what)
                ? by
                : Expressions.mapOperands(in, operand -> replaced(operand, what, by));
    }

    /// The columns of the result. Aliases stay as they are; other names that are taken get a
    /// number.
    ///
    /// @param withTags whether the tags of `top` and `bottom` are columns of their own
    static List<Shape.Column> columns(List<Field> fields, boolean withTags) {
        List<Field> all = new ArrayList<>();
        for (Field field : fields) {
            all.add(field);
            if (withTags
                    && field.expression() instanceof Expression.Call call
                    && (call.name().equals("top") || call.name().equals("bottom"))) {
                call.arguments().stream()
                        .skip(1)
                        .filter(argument -> argument instanceof Expression.VarRef)
                        .forEach(tag -> all.add(new Field(tag, null)));
            }
        }
        Map<String, Integer> taken = new HashMap<>();
        all.stream().filter(f -> f.alias() != null).forEach(f -> taken.put(f.alias(), 1));
        List<Shape.Column> columns = new ArrayList<>();
        for (Field field : all) {
            String name =
                    field.alias() != null
                            ? field.alias()
                            : free(Expressions.name(field.expression()), taken);
            columns.add(new Shape.Column(name, field.expression()));
        }
        return columns;
    }

    private static String free(String name, Map<String, Integer> taken) {
        Integer count = taken.get(name);
        String chosen = name;
        if (count != null) {
            int number = count;
            while (taken.containsKey(name + "_" + number)) {
                number++;
            }
            taken.put(name, number + 1);
            chosen = name + "_" + number;
        }
        taken.merge(chosen, 1, Integer::sum);
        return chosen;
    }
}
