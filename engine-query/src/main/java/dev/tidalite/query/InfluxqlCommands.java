package dev.tidalite.query;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.frontend.influxql.ast.Source;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.RetentionPolicy;
import dev.tidalite.query.internal.frontend.influxql.plan.Deletion;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Carries out the statements of InfluxQL that are no queries: those about databases and retention
/// policies, and those that write or delete rows.
///
/// A retention policy other than the default one is a database of its own, named after both with a
/// slash between them. Safe for use by many threads.
public final class InfluxqlCommands {
    private static final Duration RETENTION_MIN = Duration.ofHours(1);

    private final Engine engine;
    private final QueryEngine queries;
    private final Clock clock;

    /// @param engine stays its owner's
    /// @param queries over the same engine
    public InfluxqlCommands(Engine engine, QueryEngine queries) {
        this.engine = engine;
        this.queries = queries;
        this.clock = Clock.systemUTC();
    }

    /// The engine's name for a database and a retention policy of it. A database that holds nothing
    /// itself, but has one retention policy, means that policy.
    ///
    /// @param policy null or empty for the default
    /// @throws QueryException [Code#NOT_FOUND] if there is no such database or policy
    public String resolve(@Nullable String database, @Nullable String policy) {
        if (database == null || database.isEmpty()) {
            throw new QueryException(Code.INVALID, "database name required");
        }
        List<String> policies = policies(database);
        List<String> names = engine.databases();
        String plain = policy == null ? "" : policy.toLowerCase(Locale.ROOT);
        if (!names.contains(database) && policies.isEmpty()) {
            throw new QueryException(Code.NOT_FOUND, "database not found: " + database);
        }
        if (plain.isEmpty() || plain.equals("default")) {
            boolean only = policies.size() == 1 && isEmpty(database);
            return only ? database + "/" + policies.get(0) : database;
        }
        if (plain.equals("autogen")) {
            return database;
        }
        String name = database + "/" + plain;
        if (!names.contains(name)) {
            throw new QueryException(Code.NOT_FOUND, "retention policy not found: " + policy);
        }
        return name;
    }

    private boolean isEmpty(String database) {
        if (!engine.databases().contains(database)) {
            return true;
        }
        try (Snapshot snapshot = engine.snapshot(database)) {
            return snapshot.tables().isEmpty();
        }
    }

    /// The retention policies of a database beside the default one.
    private List<String> policies(String database) {
        String prefix = database + "/";
        return engine.databases().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    /// Carries out a statement for which [InfluxqlStatement#isQuery()] is false.
    ///
    /// @param database the request's, for statements that name none; may be empty
    /// @return what it answers
    /// @throws QueryException if it cannot be done
    public SeriesReader run(InfluxqlStatement statement, String database) {
        return run(statement, database, name -> true);
    }

    /// Carries out a statement for somebody who does not see every database.
    ///
    /// @param visible of a name in the engine, whether SHOW DATABASES may tell it
    /// @see #run(InfluxqlStatement, String)
    public SeriesReader run(
            InfluxqlStatement statement, String database, Predicate<String> visible) {
        try {
            return statement.isOfAllDatabases()
                    ? databases(visible)
                    : run(statement.statement(), statement.target(), database);
        } catch (EngineException e) {
            throw QueryResult.failure(e);
        }
    }

    private SeriesReader run(
            Statement statement, InfluxqlStatement.Target target, String requested) {
        String database = target.database() == null ? requested : target.database();
        return switch (statement) {
            case Statement.ShowRetentionPolicies ignored -> retentionPolicies(database);
            case Statement.CreateDatabase(String name, RetentionPolicy policy) -> {
                if (policy != null) {
                    checkRetention(policy);
                }
                engine.createDatabase(name);
                if (policy != null) {
                    retain(name, policy);
                }
                yield SeriesReader.nothing();
            }
            case Statement.DropDatabase(String name) -> {
                drop(name);
                yield SeriesReader.nothing();
            }
            case Statement.CreateRetentionPolicy(String on, RetentionPolicy policy) -> {
                createPolicy(on, policy);
                yield SeriesReader.nothing();
            }
            case Statement.AlterRetentionPolicy(String on, RetentionPolicy policy) -> {
                retain(resolve(on, policy.name()), policy);
                yield SeriesReader.nothing();
            }
            case Statement.DropRetentionPolicy(String on, String name) -> {
                dropPolicy(on, name);
                yield SeriesReader.nothing();
            }
            case Statement.DropMeasurement(String name) -> {
                dropTable(resolve(database, target.retentionPolicy()), name);
                yield SeriesReader.nothing();
            }
            case Statement.Delete delete ->
                    delete(
                            resolve(database, target.retentionPolicy()),
                            delete.from(),
                            Deletion.of(delete.where(), nowNs()));
            case Statement.DropSeries drop -> {
                Deletion deletion = Deletion.of(drop.where(), nowNs());
                if (!deletion.range().equals(TimeRange.ALL)) {
                    throw new QueryException(
                            Code.INVALID, "DROP SERIES doesn't support time in WHERE clause");
                }
                yield delete(resolve(database, target.retentionPolicy()), drop.from(), deletion);
            }
            case Statement.Select select ->
                    new InfluxqlInto(engine, queries)
                            .write(select, resolve(database, target.retentionPolicy()), this);
            case Statement.Administrative(String words) ->
                    throw new QueryException(
                            Code.UNSUPPORTED, "This feature is not implemented: " + words);
            default -> throw new IllegalArgumentException("a query, not a command: " + statement);
        };
    }

    private long nowNs() {
        return Math.multiplyExact(clock.millis(), 1_000_000L);
    }

    private SeriesReader databases(Predicate<String> visible) {
        TreeSet<String> names = new TreeSet<>();
        for (String name : engine.databases()) {
            if (visible.test(name)) {
                int slash = name.indexOf('/');
                names.add(slash < 0 ? name : name.substring(0, slash));
            }
        }
        return SeriesReader.of(
                "databases",
                List.of("name"),
                List.of(DataType.UTF8),
                names.stream().map(List::of).toList());
    }

    private SeriesReader retentionPolicies(String database) {
        String chosen = resolve(database, null);
        List<List<Object>> rows = new ArrayList<>();
        rows.add(policyRow("autogen", database, chosen.equals(database)));
        for (String policy : policies(database)) {
            String name = database + "/" + policy;
            rows.add(policyRow(policy, name, chosen.equals(name)));
        }
        return SeriesReader.of(
                "",
                List.of("name", "duration", "shardGroupDuration", "replicaN", "default"),
                List.of(
                        DataType.UTF8,
                        DataType.UTF8,
                        DataType.UTF8,
                        DataType.INT64,
                        DataType.BOOLEAN),
                rows);
    }

    private List<Object> policyRow(String policy, String database, boolean isDefault) {
        Optional<Duration> retention =
                engine.databases().contains(database)
                        ? engine.retention(database)
                        : Optional.empty();
        String duration = retention.map(InfluxqlCommands::hours).orElse("0s");
        return List.of(policy, duration, "168h0m0s", 1L, isDefault);
    }

    /// A duration as version 1 prints it, for example `24h0m0s`.
    private static String hours(Duration duration) {
        return duration.toHours()
                + "h"
                + duration.toMinutesPart()
                + "m"
                + duration.toSecondsPart()
                + "s";
    }

    private static String policyDatabase(String database, String policy) {
        String plain = policy.toLowerCase(Locale.ROOT);
        return plain.equals("autogen") || plain.equals("default")
                ? database
                : database + "/" + plain;
    }

    /// The same once more changes nothing.
    private void createPolicy(String database, RetentionPolicy policy) {
        resolve(database, null);
        String name = policyDatabase(database, String.valueOf(policy.name()));
        boolean exists = engine.databases().contains(name);
        Long ns = policy.durationNs();
        if (exists && ns != null && !engine.retention(name).equals(retention(ns))) {
            throw new QueryException(Code.INVALID, "retention policy already exists");
        }
        if (!exists) {
            checkRetention(policy);
            engine.createDatabase(name);
            retain(name, policy);
        }
    }

    /// One that does not exist is no error.
    private void dropPolicy(String database, String policy) {
        String name = policyDatabase(database, policy);
        if (name.equals(database)) {
            throw new QueryException(
                    Code.UNSUPPORTED, "the default retention policy cannot be dropped");
        }
        if (engine.databases().contains(name)) {
            engine.dropDatabase(name);
        }
    }

    private void retain(String database, RetentionPolicy policy) {
        checkRetention(policy);
        Long ns = policy.durationNs();
        if (ns != null) {
            engine.setRetention(database, retention(ns));
        }
    }

    private static void checkRetention(RetentionPolicy policy) {
        Long ns = policy.durationNs();
        if (ns != null && ns != 0 && ns < RETENTION_MIN.toNanos()) {
            throw new QueryException(
                    Code.INVALID,
                    "retention policy duration must be at least " + hours(RETENTION_MIN));
        }
    }

    /// @param ns 0 for ever
    private static Optional<Duration> retention(long ns) {
        return ns == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(ns));
    }

    /// Drops a database and its retention policies; one that does not exist is no error.
    private void drop(String database) {
        for (String policy : policies(database)) {
            engine.dropDatabase(database + "/" + policy);
        }
        if (engine.databases().contains(database)) {
            engine.dropDatabase(database);
        }
    }

    /// One that does not exist is no error.
    private void dropTable(String database, String table) {
        boolean exists;
        try (Snapshot snapshot = engine.snapshot(database)) {
            exists = snapshot.table(table).isPresent();
        }
        if (exists) {
            engine.dropTable(database, table);
        }
    }

    private SeriesReader delete(String database, List<Source> from, Deletion deletion) {
        List<TableSchema> tables;
        try (Snapshot snapshot = engine.snapshot(database)) {
            tables = Deletion.tables(snapshot, from);
        }
        for (TableSchema table : tables) {
            for (List<ColumnPredicate> predicates : deletion.alternatives(table)) {
                engine.delete(database, table.table(), deletion.range(), predicates);
            }
        }
        return SeriesReader.nothing();
    }
}
