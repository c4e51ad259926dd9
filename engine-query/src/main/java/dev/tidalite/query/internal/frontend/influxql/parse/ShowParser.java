package dev.tidalite.query.internal.frontend.influxql.parse;

import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Source;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Counted;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.KeyFilter;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Page;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Reads what follows the word `SHOW`.
final class ShowParser {
    private static final String EXPECTED =
            "CONTINUOUS, DATABASES, DIAGNOSTICS, FIELD, GRANTS, MEASUREMENT, MEASUREMENTS, QUERIES,"
                    + " RETENTION, SERIES, SHARD, SHARDS, STATS, SUBSCRIPTIONS, TAG, USERS";

    private final TokenReader in;
    private final SelectParser clauses;

    ShowParser(TokenReader in, SelectParser clauses) {
        this.in = in;
        this.clauses = clauses;
    }

    Statement show(Token first) {
        Token what = in.take();
        if (what.kind() != Token.Kind.KEYWORD) {
            throw TokenReader.unexpected(what, EXPECTED);
        }
        return switch (what.text()) {
            case "DATABASES" -> new Statement.ShowDatabases();
            case "RETENTION" -> {
                in.expect("POLICIES");
                yield new Statement.ShowRetentionPolicies(on());
            }
            case "MEASUREMENTS" -> measurements();
            case "MEASUREMENT" -> cardinality(Counted.MEASUREMENTS, "EXACT, CARDINALITY");
            case "SERIES" -> {
                Token next = in.peek();
                yield next.is("EXACT") || next.is("CARDINALITY")
                        ? cardinality(Counted.SERIES, "EXACT, CARDINALITY")
                        : series();
            }
            case "FIELD" -> {
                Token next = in.take();
                if (next.is("KEYS")) {
                    yield fieldKeys();
                }
                if (next.is("KEY")) {
                    yield cardinality(Counted.FIELD_KEYS, "EXACT, CARDINALITY");
                }
                throw TokenReader.unexpected(next, "KEY, KEYS");
            }
            case "TAG" -> tag();
            case "CONTINUOUS", "DIAGNOSTICS", "GRANTS", "QUERIES" ->
                    Parser.administrative(in, first);
            case "SHARD", "SHARDS", "STATS", "SUBSCRIPTIONS", "USERS" ->
                    Parser.administrative(in, first);
            default -> throw TokenReader.unexpected(what, EXPECTED);
        };
    }

    private Statement tag() {
        Token next = in.take();
        if (next.is("KEYS")) {
            String database = on();
            List<Source> from = clauses.from();
            Expression where = clauses.where();
            boolean descending = clauses.orderBy();
            Page page = clauses.page("LIMIT", "OFFSET");
            Page seriesPage = clauses.page("SLIMIT", "SOFFSET");
            return new Statement.ShowTagKeys(database, from, where, descending, page, seriesPage);
        }
        if (next.is("KEY")) {
            return cardinality(Counted.TAG_KEYS, "EXACT, CARDINALITY");
        }
        if (!next.is("VALUES")) {
            throw TokenReader.unexpected(next, "KEY, KEYS, VALUES");
        }
        Token after = in.peek();
        if (after.is("EXACT") || after.is("CARDINALITY")) {
            return cardinality(Counted.TAG_VALUES, "EXACT, CARDINALITY");
        }
        String database = on();
        List<Source> from = clauses.from();
        KeyFilter key = key();
        Expression where = clauses.where();
        boolean descending = clauses.orderBy();
        return new Statement.ShowTagValues(
                database, from, key, where, descending, clauses.page("LIMIT", "OFFSET"));
    }

    private Statement measurements() {
        String database = on();
        Source.Measurement with = null;
        if (in.accept("WITH")) {
            in.expect("MEASUREMENT");
            Token sign = in.take();
            if (!sign.is("=") && !sign.is("=~")) {
                throw TokenReader.unexpected(sign, "=, =~");
            }
            Token operand = in.peek();
            with = clauses.measurement();
            if (sign.is("=~") && with.pattern() == null) {
                throw TokenReader.failed(operand, "found " + operand.found() + ", expected regex");
            }
            if (sign.is("=") && with.pattern() != null) {
                throw TokenReader.unexpected(operand, "identifier");
            }
        }
        Expression where = clauses.where();
        boolean descending = clauses.orderBy();
        return new Statement.ShowMeasurements(
                database, with, where, descending, clauses.page("LIMIT", "OFFSET"));
    }

    private Statement series() {
        String database = on();
        List<Source> from = clauses.from();
        Expression where = clauses.where();
        boolean descending = clauses.orderBy();
        return new Statement.ShowSeries(
                database, from, where, descending, clauses.page("LIMIT", "OFFSET"));
    }

    private Statement fieldKeys() {
        String database = on();
        List<Source> from = clauses.from();
        boolean descending = clauses.orderBy();
        return new Statement.ShowFieldKeys(
                database, from, descending, clauses.page("LIMIT", "OFFSET"));
    }

    private Statement cardinality(Counted counted, String expected) {
        boolean exact = in.accept("EXACT");
        Token token = in.take();
        if (!token.is("CARDINALITY")) {
            throw TokenReader.unexpected(token, exact ? "CARDINALITY" : expected);
        }
        String database = on();
        List<Source> from = clauses.from();
        KeyFilter key = counted == Counted.TAG_VALUES ? key() : null;
        Expression where = clauses.where();
        List<Expression> groupBy = clauses.groupBy();
        return new Statement.ShowCardinality(
                counted,
                exact,
                database,
                from,
                key,
                where,
                groupBy,
                clauses.page("LIMIT", "OFFSET"));
    }

    private KeyFilter key() {
        in.expect("WITH");
        in.expect("KEY");
        Token sign = in.take();
        if (sign.is("IN")) {
            in.expect("(");
            List<String> names = new ArrayList<>();
            do {
                names.add(in.name());
            } while (in.accept(","));
            in.expect(")");
            return new KeyFilter.Among(names);
        }
        if (sign.is("=") || sign.is("!=")) {
            return new KeyFilter.Named(in.name(), sign.is("!="));
        }
        if (!sign.is("=~") && !sign.is("!~")) {
            throw TokenReader.unexpected(sign, "IN, =, !=, =~, !~");
        }
        String pattern = in.regex();
        if (pattern == null) {
            Token found = in.take();
            throw TokenReader.failed(found, "found " + found.found() + ", expected regex");
        }
        return new KeyFilter.Matching(pattern, sign.is("!~"));
    }

    private @Nullable String on() {
        return in.accept("ON") ? in.name() : null;
    }
}
