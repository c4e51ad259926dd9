package dev.tidalite.flight;

import dev.tidalite.query.QueryEngine;

import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;

import jakarta.servlet.http.HttpServlet;

import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.auth.ServerAuthHandler;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The Flight service, for a server to mount: as a servlet, or as a gRPC service.
///
/// Owns its threads and its memory, not the query engine. Calls run on platform threads: a query
/// computes for long, and would keep a virtual thread's carrier to itself.
public final class FlightAdapter implements AutoCloseable {
    /// The path under which calls come in, without slashes.
    public static final String SERVICE = "arrow.flight.protocol.FlightService";

    private static final long CLOSE_MS_MAX = 30_000;

    private final FlightLimits limits;
    private final BufferAllocator allocator = new RootAllocator();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("tidalite-flight-", 0).factory());
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("tidalite-flight-clock").factory());
    private final Streams streams;
    private final BindableService service;

    /// @param queries stays its owner's, and must be closed after this
    /// @param version of the program, for clients that ask
    /// @throws IllegalStateException if this JVM was started without the flag that Flight needs:
    ///     with it missing, clients would wait for ever
    @SuppressWarnings("deprecation") // the only way to have no authentication of Flight's own
    public FlightAdapter(
            QueryEngine queries, FlightAccess access, FlightLimits limits, String version) {
        checkFlags(allocator);
        this.limits = limits;
        this.streams = new Streams(threads, clock, limits);
        BindableService flight =
                FlightGrpcUtils.createFlightService(
                        allocator,
                        new QueryProducer(allocator, queries, access, limits, streams, version),
                        ServerAuthHandler.NO_OP,
                        threads);
        ServerServiceDefinition checked = RequestChecks.around(Handshake.within(flight));
        this.service = () -> ServerInterceptors.intercept(checked, new CallHeaders());
    }

    private static void checkFlags(BufferAllocator allocator) {
        try (ArrowBuf probe = allocator.buffer(Long.BYTES)) {
            probe.nioBuffer(0, Long.BYTES);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "Flight needs the JVM option --add-opens=java.base/java.nio=ALL-UNNAMED", e);
        }
    }

    /// For a gRPC server.
    public BindableService service() {
        return service;
    }

    /// For a web server that speaks HTTP/2; to be mapped at `/`[#SERVICE]`/*`.
    public HttpServlet servlet() {
        return new FlightServlet(service, threads, limits.requestBytesMax());
    }

    /// How many answers are being sent.
    int streamCount() {
        return streams.count();
    }

    /// Ends the answers that are being sent, and waits for their threads. The server that mounts
    /// this must have been stopped.
    ///
    /// @throws IllegalStateException if memory is still in use
    @Override
    public void close() {
        streams.cancelAll();
        clock.shutdownNow();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(CLOSE_MS_MAX, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("answers are still being sent");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while answers were being sent", e);
        }
        allocator.close();
    }
}
