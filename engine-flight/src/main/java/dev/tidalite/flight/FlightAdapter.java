package dev.tidalite.flight;

import dev.tidalite.query.QueryEngine;

import io.grpc.BindableService;
import io.grpc.ServerInterceptors;

import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.auth.ServerAuthHandler;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

import java.util.concurrent.ExecutorService;

/// The Flight service as a gRPC service that some server mounts.
public final class FlightAdapter {
    /// The path under which gRPC calls of Flight come in.
    public static final String SERVICE = "arrow.flight.protocol.FlightService";

    private FlightAdapter() {}

    /// @param allocator for what is being sent; owned by the caller
    /// @param executor for calls that Flight hands over; owned by the caller
    /// @throws IllegalStateException if this JVM was started without the flag that Flight needs:
    ///     with it missing, clients would wait for ever
    @SuppressWarnings("deprecation") // the only way to have no handshake of Flight's own
    public static BindableService create(
            BufferAllocator allocator,
            QueryEngine queries,
            FlightAccess access,
            ExecutorService executor) {
        checkFlags(allocator);
        BindableService service =
                FlightGrpcUtils.createFlightService(
                        allocator,
                        new QueryProducer(allocator, queries, access),
                        ServerAuthHandler.NO_OP,
                        executor);
        return () -> ServerInterceptors.intercept(service, new CallHeaders());
    }

    private static void checkFlags(BufferAllocator allocator) {
        try (ArrowBuf probe = allocator.buffer(Long.BYTES)) {
            probe.nioBuffer(0, Long.BYTES);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "Flight needs the JVM option --add-opens=java.base/java.nio=ALL-UNNAMED", e);
        }
    }
}
