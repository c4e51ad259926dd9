package dev.tidalite.cli;

import dev.tidalite.engine.Engine;
import dev.tidalite.flight.FlightAccess;
import dev.tidalite.flight.FlightAdapter;
import dev.tidalite.flight.FlightLimits;
import dev.tidalite.http.ApiServlet;
import dev.tidalite.http.HttpConfig;
import dev.tidalite.http.auth.TokenStore;
import dev.tidalite.query.QueryEngine;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executors;

/// One port for everything: HTTP/1.1 and HTTP/2 without TLS (h2c), with Flight on the latter. Owns
/// the web server, not the engines.
final class Server implements AutoCloseable {
    private static final int THREADS_MAX = 64;

    /// Pings, resets and the like on one HTTP/2 connection; gRPC clients measure their bandwidth
    /// with pings, and Jetty's 128 cut one that does so while it cancels a few queries.
    private static final int CONTROL_FRAMES_PER_SECOND_MAX = 1_024;

    private static final long STOP_MS = 30_000;

    private final org.eclipse.jetty.server.Server jetty;
    private final ServerConnector connector;
    private final FlightAdapter flight;

    /// Starts to listen.
    ///
    /// @param port 0 picks a free one
    /// @param tokens null if everybody may do everything
    Server(Engine engine, QueryEngine queries, String host, int port, @Nullable TokenStore tokens)
            throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        jetty = new org.eclipse.jetty.server.Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // A cached header that differs in case would let in a token that differs in case.
        http.setHeaderCacheCaseSensitive(true);
        http.setUriCompliance(UriCompliance.LEGACY);
        HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(http);
        http2.setRateControlFactory(new WindowRateControl.Factory(CONTROL_FRAMES_PER_SECOND_MAX));
        connector = new ServerConnector(jetty, new HttpConnectionFactory(http), http2);
        connector.setHost(host);
        connector.setPort(port);
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath("/");
        ApiServlet api = new ApiServlet(engine, queries, HttpConfig.of(Version.text()), tokens);
        context.addServlet(new ServletHolder(api), "/*");
        FlightAccess access = tokens == null ? FlightAccess.OPEN : new TokenAccess(tokens);
        flight = new FlightAdapter(queries, access, FlightLimits.DEFAULT);
        ServletHolder mounted = new ServletHolder(flight.servlet());
        mounted.setAsyncSupported(true);
        context.addServlet(mounted, "/" + FlightAdapter.SERVICE + "/*");
        jetty.setHandler(context);
        jetty.setStopTimeout(STOP_MS);
        jetty.start();
    }

    /// The port it listens on.
    int port() {
        return connector.getLocalPort();
    }

    /// Takes no further requests and waits for those that are at work.
    @Override
    public void close() {
        try (flight) {
            jetty.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while requests were at work", e);
        } catch (Exception e) {
            throw new IllegalStateException("the web server did not stop cleanly", e);
        }
    }
}
