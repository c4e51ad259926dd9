package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.engine.Snapshot;
import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.exec.Frontend;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Printer;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement;
import dev.tidalite.query.internal.frontend.influxql.parse.Parser;
import dev.tidalite.query.internal.frontend.influxql.parse.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// InfluxQL as a query language of the executor: one statement, which only reads, becomes a plan.
///
/// Parameters are put into the plan with their values.
public final class InfluxqlFrontend implements Frontend {
    private static final String GROUP_KEY = "iox::influxql::group_key::metadata";

    /// The names of the functions that the language has.
    public static Set<String> functions() {
        Set<String> names = Calls.names();
        for (MathFunction function : MathFunction.values()) {
            names.add(function.word());
        }
        return names;
    }

    @Override
    public Planned plan(String text, Snapshot snapshot, Map<String, @Nullable Object> parameters) {
        try {
            List<Statement> statements = Parser.parse(text, literals(parameters));
            if (statements.size() > 1) {
                throw new QueryException(
                        Code.INVALID,
                        "The context currently only supports a single InfluxQL" + " statement");
            }
            return plan(statements.get(0), snapshot);
        } catch (SyntaxException e) {
            throw new QueryException(
                    Code.INVALID, String.valueOf(e.getMessage()), e.line(), e.column());
        }
    }

    private static Map<String, Expression> literals(Map<String, @Nullable Object> parameters) {
        Map<String, Expression> literals = new HashMap<>();
        parameters.forEach((name, value) -> literals.put(name, literal(name, value)));
        return literals;
    }

    private static Expression literal(String name, @Nullable Object value) {
        return switch (value) {
            case Boolean truth -> new Expression.Bool(truth);
            case Double number -> new Expression.FloatNumber(number);
            case Float number -> new Expression.FloatNumber(number);
            case Number number -> new Expression.IntegerNumber(number.longValue());
            case String text -> new Expression.Text(text);
            case null, default ->
                    throw new QueryException(
                            Code.INVALID, "unsupported value of parameter " + name);
        };
    }

    private static Planned plan(Statement statement, Snapshot snapshot) {
        ShowPlanner shows = new ShowPlanner(snapshot);
        return switch (statement) {
            case Statement.Select select -> select(select, snapshot);
            case Statement.Explain explain -> explain(explain, snapshot);
            case Statement.ShowMeasurements show -> {
                shows.checkDatabase(show.database(), "SHOW MEASUREMENTS");
                yield shown(shows.measurements(show));
            }
            case Statement.ShowTagKeys show -> {
                shows.checkDatabase(show.database(), "SHOW TAG KEYS");
                yield shown(shows.tagKeys(show));
            }
            case Statement.ShowTagValues show -> {
                shows.checkDatabase(show.database(), "SHOW TAG VALUES");
                yield shown(shows.tagValues(show));
            }
            case Statement.ShowFieldKeys show -> {
                shows.checkDatabase(show.database(), "SHOW FIELD KEYS");
                yield shown(shows.fieldKeys(show));
            }
            case Statement.ShowSeries show -> {
                shows.checkDatabase(show.database(), "SHOW SERIES");
                yield shown(shows.series(show));
            }
            case Statement.ShowCardinality show -> {
                shows.checkDatabase(show.database(), "SHOW CARDINALITY");
                yield shown(shows.cardinality(show));
            }
            case Statement.ShowRetentionPolicies show -> {
                shows.checkDatabase(show.database(), "SHOW RETENTION POLICIES");
                yield shown(shows.retentionPolicies());
            }
            case Statement.ShowDatabases ignored -> throw notAQuery("SHOW DATABASES");
            case Statement.CreateDatabase ignored -> throw notAQuery("CREATE DATABASE");
            case Statement.DropDatabase ignored -> throw notAQuery("DROP DATABASE");
            case Statement.CreateRetentionPolicy ignored ->
                    throw notAQuery("CREATE RETENTION POLICY");
            case Statement.AlterRetentionPolicy ignored ->
                    throw notAQuery("ALTER RETENTION POLICY");
            case Statement.DropRetentionPolicy ignored -> throw notAQuery("DROP RETENTION POLICY");
            case Statement.DropMeasurement ignored -> throw notAQuery("DROP MEASUREMENT");
            case Statement.Delete ignored -> throw notAQuery("DELETE");
            case Statement.DropSeries ignored -> throw notAQuery("DROP SERIES");
            case Statement.Administrative(String words) -> throw notAQuery(words);
        };
    }

    private static QueryException notAQuery(String statement) {
        return Failures.unsupported(statement);
    }

    private static Planned select(Statement.Select select, Snapshot snapshot) {
        if (select.into() != null) {
            throw Failures.unsupported("INTO");
        }
        ResultLayout layout = layout(select, snapshot);
        return new Planned(layout.plan(), Map.of(GROUP_KEY, layout.metadata()), List.of());
    }

    private static ResultLayout layout(Statement.Select select, Snapshot snapshot) {
        List<SeriesRows> parts = new SelectPlanner(snapshot).plan(select, Scope.TOP);
        return new ResultLayout(parts, Naming.timeName(select.fields()), select.zone());
    }

    private static Planned explain(Statement.Explain explain, Snapshot snapshot) {
        if (explain.select().into() != null) {
            throw Failures.unsupported("INTO in " + Printer.print(explain));
        }
        PhysicalPlan plan = layout(explain.select(), snapshot).plan();
        List<PlanColumn> columns =
                List.of(
                        new PlanColumn("plan_type", DataType.UTF8),
                        new PlanColumn("plan", DataType.UTF8));
        return Planned.of(new PhysicalPlan.Explain(plan, explain.analyze(), columns));
    }

    private static Planned shown(PhysicalPlan plan) {
        return new Planned(
                plan,
                Map.of(GROUP_KEY, "{\"measurementColumnIndex\":0,\"tagKeyColumns\":[]}"),
                List.of());
    }
}
