package dev.tidalite.flight;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;

import org.apache.arrow.flight.impl.Flight.HandshakeRequest;
import org.apache.arrow.flight.impl.Flight.HandshakeResponse;
import org.apache.arrow.flight.impl.FlightServiceGrpc;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Answers a handshake with what was sent, and with the `Bearer` header that the client is to send
/// from then on: that of its own, or one made of the password of a `Basic` header. Whether it is
/// any good, each call finds out for itself.
///
/// Stands in for Flight's own, whose thread spins until the client says something.
final class Handshake implements ServerCallHandler<HandshakeRequest, HandshakeResponse> {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private Handshake() {}

    /// The same service with this handshake.
    static ServerServiceDefinition within(BindableService service) {
        ServerServiceDefinition original = service.bindService();
        ServerServiceDefinition.Builder changed =
                ServerServiceDefinition.builder(original.getServiceDescriptor());
        String handshake = FlightServiceGrpc.getHandshakeMethod().getFullMethodName();
        for (ServerMethodDefinition<?, ?> method : original.getMethods()) {
            if (method.getMethodDescriptor().getFullMethodName().equals(handshake)) {
                changed.addMethod(FlightServiceGrpc.getHandshakeMethod(), new Handshake());
            } else {
                changed.addMethod(method);
            }
        }
        return changed.build();
    }

    @Override
    public ServerCall.Listener<HandshakeRequest> startCall(
            ServerCall<HandshakeRequest, HandshakeResponse> call, Metadata headers) {
        Metadata answer = new Metadata();
        token(headers).ifPresent(token -> answer.put(AUTHORIZATION, "Bearer " + token));
        call.sendHeaders(answer);
        call.request(1);
        return new Echo(call);
    }

    private static Optional<String> token(Metadata headers) {
        String header = headers.get(AUTHORIZATION);
        int space = header == null ? -1 : header.indexOf(' ');
        if (header == null || space < 0) {
            return Optional.empty();
        }
        String value = header.substring(space + 1);
        return switch (header.substring(0, space)) {
            case "Bearer", "Token" -> Optional.of(value);
            case "Basic" -> password(value);
            default -> Optional.empty();
        };
    }

    private static Optional<String> password(String basic) {
        try {
            byte[] pair = Base64.getDecoder().decode(basic);
            String text = new String(pair, StandardCharsets.US_ASCII);
            int colon = text.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static final class Echo extends ServerCall.Listener<HandshakeRequest> {
        private final ServerCall<HandshakeRequest, HandshakeResponse> call;

        Echo(ServerCall<HandshakeRequest, HandshakeResponse> call) {
            this.call = call;
        }

        @Override
        public void onMessage(HandshakeRequest message) {
            call.sendMessage(
                    HandshakeResponse.newBuilder()
                            .setProtocolVersion(message.getProtocolVersion())
                            .setPayload(message.getPayload())
                            .build());
            call.request(1);
        }

        @Override
        public void onHalfClose() {
            call.close(Status.OK, new Metadata());
        }
    }
}
