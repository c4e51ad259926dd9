package dev.tidalite.http;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The parameters of a query string or a form, in order, decoded as forms are (`+` is a space).
final class QueryParameters {
    static final QueryParameters NONE = new QueryParameters(false, List.of());

    private final boolean present;
    private final List<Parameter> parameters;

    record Parameter(String name, String value) {}

    private QueryParameters(boolean present, List<Parameter> parameters) {
        this.present = present;
        this.parameters = parameters;
    }

    /// @param text without the question mark; null if there was none at all
    static QueryParameters parse(@Nullable String text) {
        if (text == null) {
            return NONE;
        }
        List<Parameter> parameters = new ArrayList<>();
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.add(new Parameter(decode(name), decode(value)));
        }
        return new QueryParameters(true, parameters);
    }

    /// A single parameter.
    static QueryParameters of(String name, String value) {
        return new QueryParameters(true, List.of(new Parameter(name, value)));
    }

    /// A broken escape stands for itself, as it does for browsers.
    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
            if (raw[i] == '%' && high >= 0 && low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(raw[i] == '+' ? ' ' : raw[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    static QueryParameters of(List<Parameter> parameters) {
        return new QueryParameters(true, List.copyOf(parameters));
    }

    /// Whether there was a query string, be it empty.
    boolean isPresent() {
        return present;
    }

    /// The first value of a name.
    Optional<String> first(String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(name)) {
                return Optional.of(parameter.value());
            }
        }
        return Optional.empty();
    }

    boolean isRepeated(String name) {
        return parameters.stream().filter(p -> p.name().equals(name)).count() > 1;
    }

    /// These, and where they have no value those of another.
    QueryParameters orElse(QueryParameters other) {
        List<Parameter> both = new ArrayList<>(parameters);
        both.addAll(other.parameters);
        return new QueryParameters(present || other.present, both);
    }
}
