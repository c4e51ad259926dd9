package dev.tidalite.query;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.arrow.ArrowSchemas;
import dev.tidalite.query.internal.exec.ExecutionContext;
import dev.tidalite.query.internal.exec.Frontend;
import dev.tidalite.query.internal.exec.PlanCompiler;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.frontend.influxql.plan.InfluxqlFrontend;
import dev.tidalite.query.internal.frontend.sql.SqlFrontend;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/// Answers queries. Safe for use by many threads; each query runs in the thread that reads its
/// result and in workers that all queries share.
///
/// Does not own the storage engine. Results that are still open when it is closed must not be used
/// any more.
public final class QueryEngine implements AutoCloseable {
    private final Function<String, Snapshot> snapshots;
    private final QueryConfig config;
    private final Map<QueryRequest.Language, Frontend> frontends;
    private final @Nullable ExecutorService workers;
    private final BufferAllocator allocator = new RootAllocator();
    private @Nullable Rehearsal rehearsal;

    /// An engine with the default configuration.
    public static QueryEngine create(Engine engine) {
        return create(engine, QueryConfig.DEFAULT);
    }

    /// @param engine stays its owner's, and must be closed after this
    public static QueryEngine create(Engine engine, QueryConfig config) {
        QueryEngine queries = over(engine::snapshot, config);
        queries.rehearsal = Rehearsal.start(engine);
        return queries;
    }

    /// @param snapshots opens a database by name, or throws [EngineException.NotFound]
    static QueryEngine over(Function<String, Snapshot> snapshots, QueryConfig config) {
        return new QueryEngine(
                snapshots,
                config,
                Map.of(
                        QueryRequest.Language.SQL,
                        new SqlFrontend(config.planCacheEntriesMax()),
                        QueryRequest.Language.INFLUXQL,
                        new InfluxqlFrontend()));
    }

    /// @param snapshots opens a database by name, or throws [EngineException.NotFound]
    QueryEngine(
            Function<String, Snapshot> snapshots,
            QueryConfig config,
            Map<QueryRequest.Language, Frontend> frontends) {
        this.snapshots = snapshots;
        this.config = config;
        this.frontends = frontends;
        ThreadFactory threads = Thread.ofPlatform().daemon().name("tidalite-query-", 0).factory();
        this.workers =
                config.threads() == 1
                        ? null
                        : Executors.newFixedThreadPool(config.threads() - 1, threads);
    }

    /// Plans a query and opens its result; rows are computed as they are read.
    ///
    /// @return to be closed by the caller
    /// @throws QueryException if the text is wrong, or names what does not exist
    public QueryResult execute(QueryRequest request) {
        Frontend frontend = frontends.get(request.language());
        if (frontend == null) {
            throw new QueryException(
                    Code.UNSUPPORTED, request.language() + " is not available in this engine");
        }
        Snapshot snapshot;
        try {
            snapshot = snapshots.apply(request.database());
        } catch (EngineException e) {
            throw QueryResult.failure(e);
        }
        try {
            Frontend.Planned planned =
                    frontend.plan(request.text(), snapshot, request.parameters());
            Map<String, @Nullable Object> values = new HashMap<>(request.parameters());
            values.putAll(planned.values());
            ExecutionContext context =
                    new ExecutionContext(
                            snapshot, values, request.limits(), nowNs(), config.threads(), workers);
            return new QueryResult(
                    snapshot,
                    context,
                    new PlanCompiler(context).compile(planned.plan()),
                    planned,
                    allocator);
        } catch (EngineException e) {
            snapshot.close();
            throw QueryResult.failure(e);
        } catch (RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    /// What a SQL query takes: the parameters that it names, and of what type they must be as far
    /// as their places in it tell; text where nothing does. The values in the request do not count.
    ///
    /// @return by name without `$`, in the order in which they are first named; `$1`, `$2` … and
    ///     question marks, which count as such, by number
    /// @throws QueryException if the text is no statement, or is not SQL
    public Map<String, ArrowType> parameterTypes(QueryRequest request) {
        if (!(frontends.get(request.language()) instanceof SqlFrontend sql)) {
            throw new QueryException(Code.UNSUPPORTED, "the parameters of InfluxQL have no types");
        }
        Map<String, ArrowType> types = new LinkedHashMap<>();
        try (Snapshot snapshot = snapshots.apply(request.database())) {
            sql.parameterTypes(request.text(), snapshot)
                    .forEach((name, type) ->
                            types.put(
                                    name,
                                    ArrowSchemas.arrowType(
                                            type == DataType.NULL ? DataType.UTF8 : type)));
        } catch (EngineException e) {
            throw QueryResult.failure(e);
        }
        return types;
    }

    private long nowNs() {
        Instant now = config.clock().instant();
        return Math.addExact(
                Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }

    @Override
    public void close() {
        if (rehearsal != null) {
            rehearsal.close();
        }
        if (workers != null) {
            workers.shutdownNow();
        }
        allocator.close();
    }
}
