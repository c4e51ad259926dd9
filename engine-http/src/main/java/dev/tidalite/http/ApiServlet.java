package dev.tidalite.http;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineException;
import dev.tidalite.http.auth.TokenStore;
import dev.tidalite.query.InfluxqlCommands;
import dev.tidalite.query.QueryEngine;
import dev.tidalite.query.QueryException;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The whole HTTP interface: finds the endpoint of a path and method, and turns what it throws into
/// the error form of that path.
///
/// Blocks its thread while it works: give the server virtual threads. Queries compute on threads of
/// its own. Owns neither engine.
public final class ApiServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(ApiServlet.class.getName());

    private final transient Map<String, Map<String, Route>> routes = new HashMap<>();

    private final transient Metrics metrics;
    private final transient QueryThreads threads = new QueryThreads();

    private record Route(ErrorForm errors, Endpoint endpoint) {}

    /// @param tokens null if everybody may do everything
    public ApiServlet(
            Engine engine, QueryEngine queries, HttpConfig config, @Nullable TokenStore tokens) {
        Access access = new Access(tokens);
        Admission admission = new Admission(config.limits());
        metrics = new Metrics(engine, admission);
        InfluxqlCommands commands = new InfluxqlCommands(engine, queries);
        LineWriter writer = new LineWriter(engine, admission, config.createsDatabases());
        WriteEndpoints write = new WriteEndpoints(writer, access);
        QueryEndpoints query = new QueryEndpoints(queries, config, access, admission, threads);
        QueryV1 v1 = new QueryV1(queries, commands, config, access, admission, threads);
        AdminEndpoints admin = new AdminEndpoints(engine, access, admission, config.version());
        ResourcesV2 resources = new ResourcesV2(engine, commands, access, admission);
        add("POST", "/api/v2/write", ErrorForm.V2, write::v2);
        add("POST", "/write", ErrorForm.V1_WRITE, write::v1);
        add("POST", "/api/v3/write_lp", ErrorForm.ERROR, write::v3);
        for (String method : new String[] {"GET", "POST"}) {
            add(method, "/query", ErrorForm.ERROR, v1::handle);
            add(method, "/api/v3/query_sql", ErrorForm.ERROR, query::sql);
            add(method, "/api/v3/query_influxql", ErrorForm.ERROR, query::influxql);
        }
        for (String method : new String[] {"GET", "HEAD"}) {
            add(method, "/ping", ErrorForm.V2, admin::ping);
            add(method, "/health", ErrorForm.V2, admin::health);
        }
        add(
                "GET",
                "/metrics",
                ErrorForm.ERROR,
                exchange -> {
                    access.permissions(exchange);
                    metrics.scrape(exchange);
                });
        add("POST", "/api/v2/delete", ErrorForm.V2, resources::delete);
        add("GET", "/api/v2/buckets", ErrorForm.V2, resources::listBuckets);
        add("POST", "/api/v2/buckets", ErrorForm.V2, resources::createBucket);
        add("GET", "/api/v2/orgs", ErrorForm.V2, resources::listOrganizations);
        add(
                "POST",
                "/api/v2/query",
                ErrorForm.V2,
                exchange -> {
                    throw ResourcesV2.fluxRefused();
                });
        add("POST", "/api/v3/flush", ErrorForm.ERROR, admin::flush);
        add("GET", "/api/v3/configure/database", ErrorForm.ERROR, admin::listDatabases);
        add("POST", "/api/v3/configure/database", ErrorForm.ERROR, admin::createDatabase);
        add("DELETE", "/api/v3/configure/database", ErrorForm.ERROR, admin::dropDatabase);
    }

    private void add(String method, String path, ErrorForm errors, Endpoint endpoint) {
        routes.computeIfAbsent(path, p -> new HashMap<>()).put(method, new Route(errors, endpoint));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        long startNs = System.nanoTime();
        Exchange exchange = new Exchange(request, response);
        Map<String, Route> methods = routes.getOrDefault(exchange.path(), Map.of());
        Route route = methods.get(exchange.method());
        if (route == null) {
            fail(exchange, ErrorForm.V2, ApiException.of(404, "not found"));
            return;
        }
        try {
            answer(exchange, route);
        } finally {
            metrics.answered(
                    exchange.method(),
                    exchange.path(),
                    exchange.status(),
                    System.nanoTime() - startNs);
        }
    }

    private static void answer(Exchange exchange, Route route) throws IOException {
        try {
            route.endpoint().handle(exchange);
        } catch (ApiException e) {
            fail(exchange, route.errors(), e);
        } catch (EngineException e) {
            fail(exchange, route.errors(), ofEngine(e));
        } catch (QueryException e) {
            fail(exchange, route.errors(), ofQuery(e));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, exchange.method() + " " + exchange.path(), e);
            fail(exchange, route.errors(), ApiException.of(500, "internal error"));
        }
    }

    @Override
    public void destroy() {
        threads.close();
        metrics.close();
    }

    private static void fail(Exchange exchange, ErrorForm errors, ApiException error)
            throws IOException {
        if (exchange.isAnswered()) {
            // The client has read part of an answer: a cut connection is the only way to tell it.
            throw new IOException("failed in the middle of the answer: " + error.getMessage());
        }
        AuditLog.tell(exchange, error);
        exchange.reset();
        if (error.retryAfterSeconds() > 0) {
            exchange.setHeader("Retry-After", Integer.toString(error.retryAfterSeconds()));
        }
        exchange.answerJson(error.status(), errors.body(error));
    }

    /// The one table of what the engine's failures are over HTTP.
    private static ApiException ofEngine(EngineException e) {
        String message = Optional.ofNullable(e.getMessage()).orElse("");
        return switch (e) {
            case EngineException.Overloaded overloaded -> ApiException.retryLater(503, message, 1);
            case EngineException.ReadOnly readOnly -> {
                LOG.log(Level.WARNING, message);
                yield ApiException.of(503, "the engine takes no writes: see its log");
            }
            case EngineException.LimitExceeded exceeded -> ApiException.of(422, message);
            case EngineException.NotFound absent -> ApiException.of(404, message);
            case EngineException.Closed closed -> ApiException.of(503, "shutting down");
            case EngineException.Corrupt corrupt -> storageFailed(corrupt);
            case EngineException.Storage failed -> storageFailed(failed);
            case EngineException.Locked locked -> storageFailed(locked);
        };
    }

    private static ApiException storageFailed(EngineException e) {
        LOG.log(Level.ERROR, "storage failed", e);
        return ApiException.of(500, "the engine's storage failed: see its log");
    }

    /// The one table of what a query's failures are over HTTP.
    private static ApiException ofQuery(QueryException e) {
        String message = Optional.ofNullable(e.getMessage()).orElse("");
        return switch (e.code()) {
            case INVALID, UNSUPPORTED -> ApiException.of(400, message);
            case NOT_FOUND -> ApiException.of(404, message);
            case RESOURCE -> ApiException.of(422, message);
            case CANCELLED, TIMEOUT -> ApiException.of(503, message);
            case INTERNAL -> {
                LOG.log(Level.ERROR, message, e);
                yield ApiException.of(500, "internal error");
            }
        };
    }
}
