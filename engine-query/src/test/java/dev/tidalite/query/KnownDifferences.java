package dev.tidalite.query;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/// The cases whose answer is known to differ, with the reason. A listed case must fail, so that the
/// list shrinks when one begins to pass; any other must pass.
record KnownDifferences(Set<String> names) {
    static KnownDifferences read(String resource) {
        try (InputStream in = KnownDifferences.class.getResourceAsStream("influxql/" + resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new KnownDifferences(
                    text.lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .collect(Collectors.toSet()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void check(String name, ThrowingCallable body) throws Throwable {
        if (names.contains(name)) {
            assertThatThrownBy(body)
                    .as("listed as a difference, and yet it passes: " + name)
                    .isNotNull();
        } else {
            body.call();
        }
    }
}
