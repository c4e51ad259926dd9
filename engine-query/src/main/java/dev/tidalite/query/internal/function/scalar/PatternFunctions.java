package dev.tidalite.query.internal.function.scalar;

import static dev.tidalite.query.internal.function.scalar.Rows.strict;
import static dev.tidalite.query.internal.function.scalar.Rows.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.FunctionContext;
import dev.tidalite.query.internal.function.ScalarFunction;
import dev.tidalite.query.internal.function.TypeRule;
import dev.tidalite.query.internal.function.TypeRule.Param;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// LIKE, the `~` operators, and the `regexp_` functions.
public final class PatternFunctions {
    private static final Param TEXT = Param.TEXT;
    private static final DataType TEXTS = new DataType.ListOf(DataType.UTF8);

    private PatternFunctions() {}

    public static List<ScalarFunction> functions() {
        TypeRule truth = TypeRule.of(DataType.BOOLEAN, TEXT);
        return List.of(
                strict("like", 2, 3, truth, (v, context) -> like(v, false, context)),
                strict("ilike", 2, 3, truth, (v, context) -> like(v, true, context)),
                strict("~", 2, 2, truth, (v, context) -> find(v, "", context)),
                strict("~*", 2, 2, truth, (v, context) -> find(v, "i", context)),
                strict(
                        "regexp_like",
                        2,
                        3,
                        truth,
                        (v, context) -> find(v, v.length == 3 ? text(v[2]) : "", context)),
                strict(
                        "regexp_count",
                        2,
                        4,
                        TypeRule.of(DataType.INT64, TEXT, TEXT, Param.LONG, TEXT),
                        PatternFunctions::count),
                strict("regexp_match", 2, 3, TypeRule.of(TEXTS, TEXT), PatternFunctions::match),
                strict(
                        "regexp_replace",
                        3,
                        4,
                        TypeRule.of(DataType.UTF8, TEXT),
                        PatternFunctions::replace));
    }

    private static boolean like(@Nullable Object[] v, boolean ignoreCase, FunctionContext context) {
        char escape = v.length == 3 && !text(v[2]).isEmpty() ? text(v[2]).charAt(0) : '\\';
        String regex = regexOfLike(text(v[1]), escape);
        return context.likePattern(regex, ignoreCase).matcher(text(v[0])).matches();
    }

    /// A LIKE pattern as a regular expression that has to match all of a text.
    public static String regexOfLike(String like, char escape) {
        StringBuilder regex = new StringBuilder();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < like.length(); i++) {
            char c = like.charAt(i);
            if (c == escape && i + 1 < like.length()) {
                literal.append(like.charAt(++i));
            } else if (c == '%' || c == '_') {
                flush(literal, regex);
                regex.append(c == '%' ? ".*" : ".");
            } else {
                literal.append(c);
            }
        }
        flush(literal, regex);
        return regex.toString();
    }

    private static void flush(StringBuilder literal, StringBuilder regex) {
        if (!literal.isEmpty()) {
            regex.append(java.util.regex.Pattern.quote(literal.toString()));
            literal.setLength(0);
        }
    }

    private static boolean find(@Nullable Object[] v, String flags, FunctionContext context) {
        return context.pattern(text(v[1]), flags).matcher(text(v[0])).find();
    }

    private static Object count(@Nullable Object[] v, FunctionContext context) {
        Pattern pattern = context.pattern(text(v[1]), v.length == 4 ? text(v[3]) : "");
        String text = text(v[0]);
        long start = v.length >= 3 ? Rows.integer(v[2]) - 1 : 0;
        Matcher matcher = pattern.matcher(text);
        long count = 0;
        if (start >= 0 && start <= text.length() && matcher.find((int) start)) {
            do {
                count++;
            } while (matcher.find());
        }
        return count;
    }

    /// The groups of the first match, or all of it if the pattern has none; null without a match.
    private static @Nullable Object match(@Nullable Object[] v, FunctionContext context) {
        Pattern pattern = context.pattern(text(v[1]), v.length == 3 ? text(v[2]) : "");
        Matcher matcher = pattern.matcher(text(v[0]));
        if (!matcher.find()) {
            return null;
        }
        if (matcher.groupCount() == 0) {
            return new @Nullable Object[] {matcher.group()};
        }
        @Nullable Object[] groups = new Object[matcher.groupCount()];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = matcher.group(i + 1);
        }
        return groups;
    }

    private static Object replace(@Nullable Object[] v, FunctionContext context) {
        String flags = v.length == 4 ? text(v[3]) : "";
        Matcher matcher = context.pattern(text(v[1]), flags).matcher(text(v[0]));
        String replacement = javaReplacement(text(v[2]));
        return flags.contains("g")
                ? matcher.replaceAll(replacement)
                : matcher.replaceFirst(replacement);
    }

    /// `\1` and `${1}` refer to groups; a `$` before anything else is itself.
    private static String javaReplacement(String replacement) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            char next = i + 1 < replacement.length() ? replacement.charAt(i + 1) : ' ';
            if (c == '\\' && Character.isDigit(next)) {
                out.append('$').append(next);
                i++;
            } else if (c == '$' && next == '{') {
                int end = replacement.indexOf('}', i);
                String group = end < 0 ? "" : replacement.substring(i + 2, end);
                boolean number = !group.isEmpty() && group.chars().allMatch(Character::isDigit);
                out.append(number ? "$" + group : end < 0 ? "\\$" : "${" + group + "}");
                i = end < 0 ? i : end;
            } else if (c == '$' && Character.isDigit(next)) {
                out.append('$');
            } else if (c == '$' || c == '\\') {
                out.append('\\').append(c);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
