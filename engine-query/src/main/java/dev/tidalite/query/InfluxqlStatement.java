package dev.tidalite.query;

import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.frontend.influxql.ast.Printer;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement;
import dev.tidalite.query.internal.frontend.influxql.parse.Parser;
import dev.tidalite.query.internal.frontend.influxql.parse.SyntaxException;
import dev.tidalite.query.internal.frontend.influxql.plan.Targets;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One statement of an InfluxQL text. The version 1 interface takes several at once, answers them
/// one after the other, and lets each name its database; a [QueryRequest] takes one, and its
/// database is the request's.
public final class InfluxqlStatement {
    private final Statement statement;

    private InfluxqlStatement(Statement statement) {
        this.statement = statement;
    }

    /// The statements of a text, in order; bound parameters stay where they are.
    ///
    /// @throws QueryException [Code#INVALID], with line and column, if the text is not InfluxQL
    public static List<InfluxqlStatement> split(String text) {
        try {
            return Parser.parse(text).stream().map(InfluxqlStatement::new).toList();
        } catch (SyntaxException e) {
            throw new QueryException(
                    Code.INVALID, String.valueOf(e.getMessage()), e.line(), e.column());
        }
    }

    /// Whether a [QueryEngine] answers it: SELECT without INTO, EXPLAIN, and SHOW of what is in one
    /// database. All others are commands.
    public boolean isQuery() {
        return switch (statement) {
            case Statement.Select select -> select.into() == null;
            case Statement.Explain ignored -> true;
            case Statement.ShowMeasurements ignored -> true;
            case Statement.ShowTagKeys ignored -> true;
            case Statement.ShowTagValues ignored -> true;
            case Statement.ShowFieldKeys ignored -> true;
            case Statement.ShowSeries ignored -> true;
            case Statement.ShowCardinality ignored -> true;
            case Statement.ShowRetentionPolicies ignored -> false;
            case Statement.ShowDatabases ignored -> false;
            case Statement.CreateDatabase ignored -> false;
            case Statement.DropDatabase ignored -> false;
            case Statement.CreateRetentionPolicy ignored -> false;
            case Statement.AlterRetentionPolicy ignored -> false;
            case Statement.DropRetentionPolicy ignored -> false;
            case Statement.DropMeasurement ignored -> false;
            case Statement.Delete ignored -> false;
            case Statement.DropSeries ignored -> false;
            case Statement.Administrative ignored -> false;
        };
    }

    /// Whether it only reads.
    public boolean isReadOnly() {
        return isQuery()
                || isOfAllDatabases()
                || statement instanceof Statement.ShowRetentionPolicies;
    }

    /// Whether it asks which databases there are, and so is about none of them.
    public boolean isOfAllDatabases() {
        return statement instanceof Statement.ShowDatabases;
    }

    /// The database that it makes.
    public Optional<String> created() {
        return statement instanceof Statement.CreateDatabase create
                ? Optional.of(create.name())
                : Optional.empty();
    }

    /// The database and retention policy that it names; both null if it names none.
    ///
    /// @throws QueryException if it names several
    public Target target() {
        Set<Targets.Target> targets = Targets.of(statement);
        if (targets.size() > 1) {
            throw new QueryException(
                    Code.UNSUPPORTED, "can only perform queries on a single database");
        }
        for (Targets.Target target : targets) {
            return new Target(target.database(), target.retentionPolicy());
        }
        return new Target(null, null);
    }

    /// What a statement names before its measurements, or with ON.
    public record Target(@Nullable String database, @Nullable String retentionPolicy) {}

    /// Its text without the names of databases and retention policies.
    public String text() {
        return Printer.print(Targets.removed(statement));
    }

    Statement statement() {
        return statement;
    }

    @Override
    public String toString() {
        return Printer.print(statement);
    }
}
