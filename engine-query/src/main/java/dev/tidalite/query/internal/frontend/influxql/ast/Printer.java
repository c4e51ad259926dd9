package dev.tidalite.query.internal.frontend.influxql.ast;

import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Fill;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.KeyFilter;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Page;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.RetentionPolicy;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The text of a statement or expression: keywords in capitals, names quoted only where they must
/// be, one blank between words. Parsing the text again gives an equal value.
public final class Printer {
    private final StringBuilder out = new StringBuilder();

    private Printer() {}

    public static String print(Statement statement) {
        Printer printer = new Printer();
        printer.statement(statement);
        return printer.out.toString();
    }

    public static String print(Expression expression) {
        return switch (expression) {
            case Expression.FloatNumber(double value) -> number(value);
            case Expression.IntegerNumber(long value) -> Long.toString(value);
            case Expression.UnsignedNumber(long bits) -> Long.toUnsignedString(bits);
            case Expression.Duration(long ns) -> Durations.format(ns);
            case Expression.Text(String value) -> quoteText(value);
            case Expression.Bool(boolean value) -> Boolean.toString(value);
            case Expression.Regex(String pattern) -> regex(pattern);
            case Expression.Wildcard(Expression.Wildcard.Kind kind) ->
                    kind == Expression.Wildcard.Kind.ALL
                            ? "*"
                            : "*::" + kind.name().toLowerCase(Locale.ROOT);
            case Expression.VarRef(String name, Expression.Cast cast) ->
                    quoteName(name) + (cast == null ? "" : "::" + cast.word());
            case Expression.BoundParameter(String name) ->
                    "$" + (Words.isBareName(name) ? name : quoteName(name));
            case Expression.Call(String name, List<Expression> arguments) ->
                    name
                            + arguments.stream()
                                    .map(Printer::print)
                                    .collect(Collectors.joining(", ", "(", ")"));
            case Expression.Distinct(String name) -> "DISTINCT " + quoteName(name);
            case Expression.Binary(
                            Expression.Operator operator,
                            Expression left,
                            Expression right) ->
                    print(left) + " " + operator.symbol() + " " + print(right);
            case Expression.Paren(Expression inner) -> "(" + print(inner) + ")";
        };
    }

    /// A name as it must be written: bare if it can be, otherwise in double quotes.
    public static String quoteName(String name) {
        return Words.isBareName(name) ? name : '"' + escape(name, '"') + '"';
    }

    private static String quoteText(String text) {
        return '\'' + escape(text, '\'') + '\'';
    }

    private static String escape(String text, char quote) {
        return text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace(String.valueOf(quote), "\\" + quote);
    }

    private static String regex(String pattern) {
        return "/" + pattern.replace("/", "\\/") + "/";
    }

    private static String number(double value) {
        String text = new BigDecimal(Double.toString(value)).toPlainString();
        return text.contains(".") ? text : text + ".0";
    }

    private void statement(Statement statement) {
        switch (statement) {
            case Statement.Select select -> select(select);
            case Statement.Explain explain -> {
                out.append("EXPLAIN ");
                out.append(explain.analyze() ? "ANALYZE " : "");
                out.append(explain.verbose() ? "VERBOSE " : "");
                select(explain.select());
            }
            case Statement.ShowDatabases() -> out.append("SHOW DATABASES");
            case Statement.ShowRetentionPolicies(String database) -> {
                out.append("SHOW RETENTION POLICIES");
                on(database);
            }
            case Statement.ShowMeasurements show -> showMeasurements(show);
            case Statement.ShowTagKeys show -> {
                showFrom("TAG KEYS", show.database(), show.from());
                rest(show.where(), show.descending(), show.page(), show.seriesPage());
            }
            case Statement.ShowTagValues show -> {
                showFrom("TAG VALUES", show.database(), show.from());
                key(show.key());
                rest(show.where(), show.descending(), show.page(), Page.ALL);
            }
            case Statement.ShowFieldKeys show -> {
                showFrom("FIELD KEYS", show.database(), show.from());
                rest(null, show.descending(), show.page(), Page.ALL);
            }
            case Statement.ShowSeries show -> {
                showFrom("SERIES", show.database(), show.from());
                rest(show.where(), show.descending(), show.page(), Page.ALL);
            }
            case Statement.ShowCardinality show -> showCardinality(show);
            case Statement.CreateDatabase(String name, RetentionPolicy policy) -> {
                out.append("CREATE DATABASE ").append(quoteName(name));
                if (policy != null) {
                    out.append(" WITH");
                    policyOptions(policy, policy.name());
                }
            }
            case Statement.DropDatabase(String name) ->
                    out.append("DROP DATABASE ").append(quoteName(name));
            case Statement.CreateRetentionPolicy(String database, RetentionPolicy policy) ->
                    policy("CREATE", database, policy);
            case Statement.AlterRetentionPolicy(String database, RetentionPolicy policy) ->
                    policy("ALTER", database, policy);
            case Statement.DropRetentionPolicy(String database, String name) -> {
                out.append("DROP RETENTION POLICY ").append(quoteName(name));
                on(database);
            }
            case Statement.DropMeasurement(String name) ->
                    out.append("DROP MEASUREMENT ").append(quoteName(name));
            case Statement.Delete(List<Source> from, Expression where) -> {
                out.append("DELETE");
                from(from);
                where(where);
            }
            case Statement.DropSeries(List<Source> from, Expression where) -> {
                out.append("DROP SERIES");
                from(from);
                where(where);
            }
            case Statement.Administrative(String words) -> out.append(words);
        }
    }

    private void select(Statement.Select select) {
        out.append("SELECT ");
        String separator = "";
        for (Statement.Field field : select.fields()) {
            out.append(separator).append(print(field.expression()));
            if (field.alias() != null) {
                out.append(" AS ").append(quoteName(field.alias()));
            }
            separator = ", ";
        }
        Statement.Target into = select.into();
        if (into != null) {
            out.append(" INTO ");
            prefix(into.database(), into.retentionPolicy());
            out.append(into.measurement() == null ? ":MEASUREMENT" : quoteName(into.measurement()));
        }
        from(select.from());
        where(select.where());
        groupBy(select.groupBy());
        switch (select.fill()) {
            case null -> {}
            case Fill.Plain(Statement.FillKind kind) ->
                    out.append(" fill(").append(kind.name().toLowerCase(Locale.ROOT)).append(')');
            case Fill.Value(Expression number) ->
                    out.append(" fill(").append(print(number)).append(')');
        }
        rest(null, select.descending(), select.page(), select.seriesPage());
        if (select.zone() != null) {
            out.append(" TZ(").append(quoteText(select.zone())).append(')');
        }
    }

    private void showMeasurements(Statement.ShowMeasurements show) {
        out.append("SHOW MEASUREMENTS");
        on(show.database());
        Source.Measurement with = show.with();
        if (with != null) {
            out.append(" WITH MEASUREMENT ").append(with.pattern() == null ? "= " : "=~ ");
            source(with);
        }
        rest(show.where(), show.descending(), show.page(), Page.ALL);
    }

    private void showCardinality(Statement.ShowCardinality show) {
        out.append("SHOW ").append(show.counted().words());
        out.append(show.exact() ? " EXACT" : "").append(" CARDINALITY");
        on(show.database());
        from(show.from());
        if (show.key() != null) {
            key(show.key());
        }
        where(show.where());
        groupBy(show.groupBy());
        rest(null, false, show.page(), Page.ALL);
    }

    private void showFrom(String what, @Nullable String database, List<Source> from) {
        out.append("SHOW ").append(what);
        on(database);
        from(from);
    }

    private void on(@Nullable String database) {
        if (database != null) {
            out.append(" ON ").append(quoteName(database));
        }
    }

    private void from(List<Source> from) {
        String separator = " FROM ";
        for (Source source : from) {
            out.append(separator);
            source(source);
            separator = ", ";
        }
    }

    private void source(Source source) {
        switch (source) {
            case Source.Measurement(
                            String database,
                            String policy,
                            String name,
                            String pattern) -> {
                prefix(database, policy);
                out.append(name != null ? quoteName(name) : regex(String.valueOf(pattern)));
            }
            case Source.Subquery(Statement.Select select) -> {
                out.append('(');
                select(select);
                out.append(')');
            }
        }
    }

    private void prefix(@Nullable String database, @Nullable String policy) {
        if (database != null) {
            out.append(quoteName(database)).append('.');
        }
        if (policy != null) {
            out.append(quoteName(policy));
        }
        if (database != null || policy != null) {
            out.append('.');
        }
    }

    private void where(@Nullable Expression where) {
        if (where != null) {
            out.append(" WHERE ").append(print(where));
        }
    }

    private void groupBy(List<Expression> groupBy) {
        if (!groupBy.isEmpty()) {
            out.append(
                    groupBy.stream()
                            .map(Printer::print)
                            .collect(Collectors.joining(", ", " GROUP BY ", "")));
        }
    }

    private void key(KeyFilter key) {
        out.append(" WITH KEY ");
        switch (key) {
            case KeyFilter.Named(String name, boolean negated) ->
                    out.append(negated ? "!= " : "= ").append(quoteName(name));
            case KeyFilter.Matching(String pattern, boolean negated) ->
                    out.append(negated ? "!~ " : "=~ ").append(regex(pattern));
            case KeyFilter.Among(List<String> names) ->
                    out.append(
                            names.stream()
                                    .map(Printer::quoteName)
                                    .collect(Collectors.joining(", ", "IN (", ")")));
        }
    }

    private void rest(@Nullable Expression where, boolean descending, Page page, Page seriesPage) {
        where(where);
        out.append(descending ? " ORDER BY time DESC" : "");
        page("", page);
        page("S", seriesPage);
    }

    private void page(String letter, Page page) {
        if (page.limit() > 0) {
            out.append(' ').append(letter).append("LIMIT ").append(page.limit());
        }
        if (page.offset() > 0) {
            out.append(' ').append(letter).append("OFFSET ").append(page.offset());
        }
    }

    private void policy(String verb, String database, RetentionPolicy policy) {
        out.append(verb).append(" RETENTION POLICY ");
        out.append(quoteName(String.valueOf(policy.name())));
        on(database);
        policyOptions(policy, null);
    }

    private void policyOptions(RetentionPolicy policy, @Nullable String name) {
        if (policy.durationNs() != null) {
            long ns = policy.durationNs();
            out.append(" DURATION ").append(ns == 0 ? "INF" : Durations.format(ns));
        }
        if (policy.replication() != null) {
            out.append(" REPLICATION ").append(policy.replication());
        }
        if (policy.shardDurationNs() != null) {
            out.append(" SHARD DURATION ").append(Durations.format(policy.shardDurationNs()));
        }
        if (name != null) {
            out.append(" NAME ").append(quoteName(name));
        }
        out.append(policy.isDefault() ? " DEFAULT" : "");
    }
}
