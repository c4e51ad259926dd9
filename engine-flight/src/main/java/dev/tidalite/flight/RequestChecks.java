package dev.tidalite.flight;

import com.google.protobuf.InvalidProtocolBufferException;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;

import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flight.impl.Flight.FlightData;
import org.apache.arrow.flight.impl.Flight.FlightDescriptor;
import org.apache.arrow.flight.impl.Flight.FlightDescriptor.DescriptorType;
import org.apache.arrow.flight.impl.FlightServiceGrpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Refuses what gRPC and Flight would answer as if the server were at fault, with a stack trace in
/// its log, or would wait for in vain: bytes that are no message, descriptors of no known type, and
/// parts of an upload in the wrong order.
final class RequestChecks {
    private static final String NO_DESCRIPTOR = "a descriptor must hold a command or a path";

    private RequestChecks() {}

    /// The same service behind these checks.
    static ServerServiceDefinition around(ServerServiceDefinition service) {
        ServerServiceDefinition typed = ServerInterceptors.intercept(service, new Descriptors());
        // The outer one sees bytes, so that turning them into messages happens inside of it.
        return ServerInterceptors.intercept(
                ServerInterceptors.useInputStreamMessages(typed), new Messages());
    }

    private static final class Descriptors implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            return new Refusing<>(call, next.startCall(call, headers)) {
                @Override
                public void onMessage(Q message) {
                    if (message instanceof FlightDescriptor descriptor && !isKnown(descriptor)) {
                        refuse(NO_DESCRIPTOR);
                    } else {
                        super.onMessage(message);
                    }
                }
            };
        }
    }

    private static boolean isKnown(FlightDescriptor descriptor) {
        return descriptor.getType() == DescriptorType.CMD
                || descriptor.getType() == DescriptorType.PATH;
    }

    private static final class Messages implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            ServerCall<Q, A> once = new EndingOnce<>(call);
            boolean isUpload =
                    call.getMethodDescriptor()
                            .getFullMethodName()
                            .equals(FlightServiceGrpc.getDoPutMethod().getFullMethodName());
            return new Refusing<>(once, next.startCall(once, headers)) {
                private boolean isFirst = true;

                @Override
                public void onMessage(Q message) {
                    try {
                        if (isUpload && message instanceof InputStream bytes) {
                            checkPart(bytes, isFirst);
                        }
                        isFirst = false;
                        super.onMessage(message);
                    } catch (IOException | RuntimeException malformed) {
                        refuse("malformed message: " + malformed.getMessage());
                    }
                }

                @Override
                public void onHalfClose() {
                    if (isUpload && isFirst) {
                        refuse("nothing was sent");
                    } else {
                        super.onHalfClose();
                    }
                }
            };
        }

        /// Flight's reader of an upload waits for ever for a schema or a descriptor that does not
        /// come.
        private static void checkPart(InputStream bytes, boolean isFirst) throws IOException {
            bytes.mark(Integer.MAX_VALUE);
            FlightData part = FlightData.parseFrom(bytes);
            bytes.reset();
            byte type = MessageHeader.NONE;
            if (!part.getDataHeader().isEmpty()) {
                Message header =
                        Message.getRootAsMessage(part.getDataHeader().asReadOnlyByteBuffer());
                type = header.headerType();
                if (header.version() < MetadataVersion.V5) {
                    throw new InvalidProtocolBufferException("Arrow metadata older than V5");
                }
            }
            if (type != (isFirst ? MessageHeader.Schema : MessageHeader.RecordBatch)) {
                throw new InvalidProtocolBufferException("a schema, then record batches");
            }
            if (isFirst && !isKnown(part.getFlightDescriptor())) {
                throw new InvalidProtocolBufferException(NO_DESCRIPTOR);
            }
        }
    }

    /// A call that is ended by whoever does it first, and takes nothing afterwards.
    private static final class EndingOnce<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private boolean ended;

        EndingOnce(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!ended) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(A message) {
            if (!ended) {
                super.sendMessage(message);
            } else if (message instanceof InputStream bytes) {
                try (bytes) {
                    // frees what it holds
                } catch (IOException e) {
                    throw new UncheckedIOException("a message cannot be freed", e);
                }
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!ended) {
                ended = true;
                super.close(status, trailers);
            }
        }
    }

    /// Hands on what comes in until something is refused.
    private abstract static class Refusing<Q> extends SimpleForwardingServerCallListener<Q> {
        private final ServerCall<Q, ?> call;
        private boolean refused;

        Refusing(ServerCall<Q, ?> call, ServerCall.Listener<Q> next) {
            super(next);
            this.call = call;
        }

        /// Ends the call; to those behind, the client has gone away.
        void refuse(String why) {
            if (refused) {
                return;
            }
            refused = true;
            call.close(Status.INVALID_ARGUMENT.withDescription(why), new Metadata());
            super.onCancel();
        }

        @Override
        public void onMessage(Q message) {
            if (!refused) {
                super.onMessage(message);
            }
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                super.onHalfClose();
            }
        }

        @Override
        public void onReady() {
            if (!refused) {
                super.onReady();
            }
        }
    }
}
