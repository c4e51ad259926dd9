package dev.tidalite.query.internal.frontend.influxql.parse;

import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Source;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.RetentionPolicy;
import dev.tidalite.query.internal.frontend.influxql.parse.Token.Kind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads InfluxQL. One parser reads one text.
public final class Parser {
    private static final int DEPTH_MAX = 200;

    private final TokenReader in;
    private final SelectParser clauses;

    private Parser(String text, @Nullable Map<String, Expression> parameters) {
        this.in = new TokenReader(text, parameters, DEPTH_MAX);
        this.clauses = new SelectParser(in);
    }

    /// Reads statements with semicolons between them.
    ///
    /// @param parameters what `$name` stands for
    /// @throws SyntaxException at the first thing that is not InfluxQL
    public static List<Statement> parse(String text, Map<String, Expression> parameters) {
        return new Parser(text, parameters).statements();
    }

    /// As [#parse(String, Map)]; parameters stay what they are.
    public static List<Statement> parse(String text) {
        return new Parser(text, null).statements();
    }

    /// Reads one expression and nothing behind it.
    public static Expression parseExpression(String text) {
        TokenReader in = new TokenReader(text, null, DEPTH_MAX);
        Expression expression = new ExprParser(in).expression();
        if (!in.peek().isEnd()) {
            throw TokenReader.unexpected(in.take(), "EOF");
        }
        return expression;
    }

    private List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        boolean separated = true;
        while (!in.peek().isEnd()) {
            if (in.accept(";")) {
                separated = true;
            } else if (separated) {
                statements.add(statement());
                separated = false;
            } else {
                throw TokenReader.unexpected(in.take(), ";, EOF");
            }
        }
        if (statements.isEmpty()) {
            throw TokenReader.unexpected(in.take(), STATEMENTS);
        }
        return statements;
    }

    private static final String STATEMENTS =
            "SELECT, DELETE, SHOW, CREATE, DROP, EXPLAIN, GRANT, REVOKE, ALTER, SET, KILL";

    private Statement statement() {
        Token token = in.take();
        if (token.kind() != Kind.KEYWORD) {
            throw TokenReader.unexpected(token, STATEMENTS);
        }
        return switch (token.text()) {
            case "SELECT" -> clauses.select();
            case "EXPLAIN" -> explain();
            case "SHOW" -> new ShowParser(in, clauses).show(token);
            case "DELETE" -> delete();
            case "CREATE" -> create(token);
            case "DROP" -> drop(token);
            case "ALTER" -> {
                in.expect("RETENTION");
                in.expect("POLICY");
                String name = in.name();
                in.expect("ON");
                String database = in.name();
                yield new Statement.AlterRetentionPolicy(database, policy(name, true));
            }
            case "GRANT", "REVOKE", "SET", "KILL" -> administrative(token);
            default -> throw TokenReader.unexpected(token, STATEMENTS);
        };
    }

    private Statement explain() {
        boolean analyze = in.accept("ANALYZE");
        boolean verbose = in.accept("VERBOSE");
        analyze |= in.accept("ANALYZE");
        in.expect("SELECT");
        return new Statement.Explain(analyze, verbose, clauses.select());
    }

    private Statement delete() {
        Token token = in.peek();
        List<Source> from = clauses.from();
        Expression where = clauses.where();
        if (from.isEmpty() && where == null) {
            throw TokenReader.unexpected(token, "FROM, WHERE");
        }
        return new Statement.Delete(from, where);
    }

    private Statement create(Token first) {
        Token what = in.take();
        if (what.is("DATABASE")) {
            String name = in.name();
            return new Statement.CreateDatabase(name, in.accept("WITH") ? databasePolicy() : null);
        }
        if (what.is("RETENTION")) {
            in.expect("POLICY");
            String name = in.name();
            in.expect("ON");
            return new Statement.CreateRetentionPolicy(in.name(), policy(name, false));
        }
        if (what.is("CONTINUOUS") || what.is("USER") || what.is("SUBSCRIPTION")) {
            return administrative(first);
        }
        throw TokenReader.unexpected(what, "CONTINUOUS, DATABASE, USER, RETENTION, SUBSCRIPTION");
    }

    private Statement drop(Token first) {
        Token what = in.take();
        if (what.kind() == Kind.KEYWORD) {
            switch (what.text()) {
                case "DATABASE" -> {
                    return new Statement.DropDatabase(in.name());
                }
                case "MEASUREMENT" -> {
                    return new Statement.DropMeasurement(in.name());
                }
                case "RETENTION" -> {
                    in.expect("POLICY");
                    String name = in.name();
                    in.expect("ON");
                    return new Statement.DropRetentionPolicy(in.name(), name);
                }
                case "SERIES" -> {
                    Token next = in.peek();
                    List<Source> from = clauses.from();
                    Expression where = clauses.where();
                    if (from.isEmpty() && where == null) {
                        throw TokenReader.unexpected(next, "FROM, WHERE");
                    }
                    return new Statement.DropSeries(from, where);
                }
                case "CONTINUOUS", "SHARD", "SUBSCRIPTION", "USER" -> {
                    return administrative(first);
                }
                default -> {}
            }
        }
        throw TokenReader.unexpected(
                what,
                "CONTINUOUS, DATABASE, MEASUREMENT, RETENTION, SERIES, SHARD, SUBSCRIPTION, USER");
    }

    /// A statement of which only the end matters.
    private Statement administrative(Token first) {
        return administrative(in, first);
    }

    static Statement administrative(TokenReader in, Token first) {
        while (!in.peek().isEnd() && !in.peek().is(";")) {
            Token token = in.take();
            if (token.kind() == Kind.BAD) {
                throw TokenReader.unexpected(token, ";, EOF");
            }
        }
        return new Statement.Administrative(in.textFrom(first));
    }

    private RetentionPolicy databasePolicy() {
        Long duration = in.accept("DURATION") ? (Long) policyDurationNs() : null;
        Integer replication = in.accept("REPLICATION") ? (Integer) replication() : null;
        Long shard = null;
        if (in.accept("SHARD")) {
            in.expect("DURATION");
            shard = policyDurationNs();
        }
        String name = in.accept("NAME") ? in.name() : null;
        if (duration == null && replication == null && shard == null && name == null) {
            throw TokenReader.unexpected(
                    in.take(), "DURATION, NAME, REPLICATION, SHARD, FUTURE, PAST");
        }
        return new RetentionPolicy(name, duration, shard, replication, /* isDefault= */ false);
    }

    /// Options in any order. A new policy needs a duration and a replication, a changed one at
    /// least one option.
    private RetentionPolicy policy(String name, boolean changed) {
        Long duration = null;
        Long shard = null;
        Integer replication = null;
        boolean isDefault = false;
        int options = 0;
        while (true) {
            if (in.accept("DURATION")) {
                duration = policyDurationNs();
            } else if (in.accept("REPLICATION")) {
                replication = replication();
            } else if (in.accept("SHARD")) {
                in.expect("DURATION");
                shard = policyDurationNs();
            } else if (in.accept("DEFAULT")) {
                isDefault = true;
            } else {
                break;
            }
            options++;
        }
        if (changed ? options == 0 : duration == null) {
            throw TokenReader.unexpected(in.take(), "DURATION");
        }
        if (!changed && replication == null) {
            throw TokenReader.unexpected(in.take(), "REPLICATION");
        }
        return new RetentionPolicy(name, duration, shard, replication, isDefault);
    }

    private long policyDurationNs() {
        Token token = in.peek();
        if (in.accept("INF")) {
            return 0;
        }
        if (token.kind() == Kind.INTEGER && token.text().equals("0")) {
            return in.count("DURATION");
        }
        return in.durationNs();
    }

    private int replication() {
        Token token = in.peek();
        long count = in.count("REPLICATION");
        if (count < 1 || count > Integer.MAX_VALUE) {
            throw TokenReader.failed(
                    token, "invalid value " + count + ": must be 1 <= n <= 2147483647");
        }
        return (int) count;
    }
}
