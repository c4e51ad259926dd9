package dev.tidalite.cli;

import dev.tidalite.engine.Engine;
import dev.tidalite.flight.FlightAccess;
import dev.tidalite.flight.FlightAdapter;
import dev.tidalite.flight.FlightLimits;
import dev.tidalite.http.ApiServlet;
import dev.tidalite.http.auth.TokenStore;
import dev.tidalite.query.QueryEngine;

import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.AsyncRequestLogWriter;
import org.eclipse.jetty.server.CustomRequestLog;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.Executors;

/// One port for everything: HTTP/1.1 and HTTP/2, with Flight on the latter; without TLS (h2c) or
/// with it. Owns the web server, not the engines.
final class Server implements AutoCloseable {
    private static final int THREADS_MAX = 64;

    /// Pings, resets and the like on one HTTP/2 connection; gRPC clients measure their bandwidth
    /// with pings, and Jetty's 128 cut one that does so while it cancels a few queries.
    private static final int CONTROL_FRAMES_PER_SECOND_MAX = 1_024;

    private static final long STOP_MS = 30_000;

    /// A connection on which nothing moves for so long is cut, and one that has not asked for
    /// anything in so long.
    private static final long IDLE_MS = 30_000;

    /// The same once the server was told to stop.
    private static final long STOP_IDLE_MS = 5_000;

    private static final int CONNECTIONS_MAX = 10_000;

    /// The path without its query, which may hold a token.
    private static final String ACCESS_FORMAT =
            "%{yyyy-MM-dd'T'HH:mm:ss.SSS'Z'|UTC}t %{client}a \"%m %U %H\" %s %O %{ms}T";

    private final org.eclipse.jetty.server.Server jetty;
    private final ServerConnector connector;
    private final FlightAdapter flight;

    /// Starts to listen.
    ///
    /// @param tokens null if everybody may do everything
    Server(Engine engine, QueryEngine queries, ServerSettings settings, @Nullable TokenStore tokens)
            throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        jetty = new org.eclipse.jetty.server.Server(threads);
        connector = connector(jetty, settings.identity());
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MS);
        connector.setShutdownIdleTimeout(STOP_IDLE_MS);
        connector.addBean(new FirstRequest(connector.getScheduler(), IDLE_MS));
        jetty.addConnector(connector);
        jetty.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, connector));
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath("/");
        ApiServlet api = new ApiServlet(engine, queries, settings.http(), tokens);
        context.addServlet(new ServletHolder(api), "/*");
        FlightAccess access = tokens == null ? FlightAccess.OPEN : new TokenAccess(tokens);
        flight = new FlightAdapter(queries, access, FlightLimits.DEFAULT, Version.text());
        ServletHolder mounted = new ServletHolder(flight.servlet());
        mounted.setAsyncSupported(true);
        context.addServlet(mounted, "/" + FlightAdapter.SERVICE + "/*");
        // Requests at work are finished before anything is closed.
        jetty.setHandler(new GracefulHandler(context));
        jetty.setErrorHandler(new WebServerErrors());
        jetty.setStopTimeout(STOP_MS);
        if (settings.accessLog() != null) {
            jetty.setRequestLog(
                    new CustomRequestLog(
                            new AsyncRequestLogWriter(settings.accessLog().toString()),
                            ACCESS_FORMAT));
        }
        jetty.start();
    }

    private static ServerConnector connector(
            org.eclipse.jetty.server.Server jetty, @Nullable PemIdentity identity)
            throws IOException {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // A cached header that differs in case would let in a token that differs in case.
        http.setHeaderCacheCaseSensitive(true);
        http.setUriCompliance(UriCompliance.LEGACY);
        WindowRateControl.Factory control =
                new WindowRateControl.Factory(CONTROL_FRAMES_PER_SECOND_MAX);
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        if (identity == null) {
            HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(http);
            http2.setRateControlFactory(control);
            return new ServerConnector(jetty, http1, http2);
        }
        TlsConnections tls = new TlsConnections(identity);
        jetty.addBean(tls);
        SecureRequestCustomizer secure = new SecureRequestCustomizer();
        secure.setSniHostCheck(false);
        http.addCustomizer(secure);
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
        http2.setRateControlFactory(control);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        SslConnectionFactory ssl = new SslConnectionFactory(tls.contexts(), alpn.getProtocol());
        return new ServerConnector(jetty, ssl, alpn, http2, http1);
    }

    /// The port it listens on.
    int port() {
        return connector.getLocalPort();
    }

    /// Connections that are open now.
    int connectionCount() {
        return connector.getConnectedEndPoints().size();
    }

    /// Buffers of the web server that somebody has not given back yet.
    long buffersInUse() {
        return connector.getByteBufferPool() instanceof ArrayByteBufferPool pool
                ? pool.getDirectByteBufferCount()
                        - pool.getAvailableDirectByteBufferCount()
                        + pool.getHeapByteBufferCount()
                        - pool.getAvailableHeapByteBufferCount()
                : 0;
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
