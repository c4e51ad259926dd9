package dev.tidalite.flight;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

import org.jspecify.annotations.Nullable;

/// Makes the headers of a call visible to the producer, which Flight itself does not hand on.
final class CallHeaders implements ServerInterceptor {
    private static final Context.Key<Metadata> HEADERS = Context.key("tidalite-headers");

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Context context = Context.current().withValue(HEADERS, headers);
        return Contexts.interceptCall(context, call, headers, next);
    }

    /// The value of a header of the current call, or null.
    static @Nullable String get(String name) {
        Metadata headers = HEADERS.get();
        return headers == null
                ? null
                : headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }
}
