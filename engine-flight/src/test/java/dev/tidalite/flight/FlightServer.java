package dev.tidalite.flight;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.flight.FlightAccess.Decision;
import dev.tidalite.query.QueryEngine;

import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.Location;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/// An engine behind Flight on a free port. The token `admin` reads everything, `reader` reads the
/// database `home`, and others are unknown.
///
/// Closing it fails if a query or an answer still holds memory.
@SuppressWarnings("try") // closing a client may be interrupted
final class FlightServer implements AutoCloseable {
    /// What an HTTP/2 connection may be without a sign of life.
    static final long IDLE_MS = 1_000;

    private static final int PINGS_PER_SECOND_MAX = 10_000;

    private final Engine engine;
    private final QueryEngine queries;
    private final FlightAdapter flight;
    private final Server jetty = new Server();
    private final ServerConnector connector;

    FlightServer(Path folder, FlightLimits limits) throws Exception {
        engine = Engine.open(EngineConfig.of(folder));
        queries = QueryEngine.create(engine);
        flight = new FlightAdapter(queries, FlightServer::access, limits, "1.2.3");
        HttpConfiguration http = new HttpConfiguration();
        HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(http);
        http2.setRateControlFactory(new WindowRateControl.Factory(PINGS_PER_SECOND_MAX));
        connector = new ServerConnector(jetty, new HttpConnectionFactory(http), http2);
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(IDLE_MS);
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        ServletHolder holder = new ServletHolder(flight.servlet());
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/" + FlightAdapter.SERVICE + "/*");
        jetty.setHandler(context);
        jetty.start();
    }

    private static Decision access(@Nullable String authorization, String database) {
        return switch (String.valueOf(authorization)) {
            case "Bearer admin" -> Decision.PERMITTED;
            case "Bearer reader" -> database.equals("home") ? Decision.PERMITTED : Decision.DENIED;
            default -> Decision.UNAUTHENTICATED;
        };
    }

    int port() {
        return connector.getLocalPort();
    }

    FlightAdapter adapter() {
        return flight;
    }

    void write(String database, String lines) {
        engine.write(WriteRequest.of(database, lines));
    }

    /// A table `many` with rows of some 120 bytes.
    void writeMany(String database, int rowCount) {
        StringBuilder lines = new StringBuilder();
        String filling = "x".repeat(100);
        for (int row = 0; row < rowCount; row++) {
            lines.append("many,host=h").append(row % 4).append(" v=").append(row).append("i,s=\"");
            lines.append(filling).append("\" ").append(row).append('\n');
            if (row % 10_000 == 9_999 || row == rowCount - 1) {
                write(database, lines.toString());
                lines.setLength(0);
            }
        }
    }

    /// A client with memory of its own, which it must give back before it is closed.
    FlightClient client(BufferAllocator memory) {
        return FlightClient.builder(memory, Location.forGrpcInsecure("127.0.0.1", port())).build();
    }

    BufferAllocator memory() {
        return new RootAllocator();
    }

    @Override
    public void close() throws Exception {
        jetty.stop();
        flight.close();
        queries.close();
        engine.close();
    }
}
