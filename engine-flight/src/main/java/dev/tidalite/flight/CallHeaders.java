package dev.tidalite.flight;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes the headers of a call visible to the producer, which Flight itself does not hand on.
final class CallHeaders implements ServerInterceptor {
    private static final Context.Key<Metadata> HEADERS = Context.key("tidalite-headers");

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Context context = Context.current().withValue(HEADERS, headers);
        return Contexts.interceptCall(context, call, headers, next);
    }

    /// How the caller of the current call says who it is, or null.
    static @Nullable String authorization() {
        return get("authorization");
    }

    /// The database that a command of Flight SQL is for. Several headers may name it, if they name
    /// the same.
    ///
    /// @throws org.apache.arrow.flight.FlightRuntimeException if none does
    static String database() {
        Set<String> names =
                Stream.of("database", "bucket", "bucket-name", "iox-namespace-name")
                        .map(CallHeaders::get)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        if (names.size() > 1) {
            throw Failures.invalid("the headers name several databases");
        }
        Optional<String> name = names.stream().findFirst();
        return name.orElseThrow(() -> Failures.invalid("no 'database' header in request"));
    }

    private static @Nullable String get(String name) {
        Metadata headers = HEADERS.get();
        return headers == null
                ? null
                : headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }
}
