package dev.tidalite.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// The documentation's example does what it says.
final class EmbeddingExampleTest {
    @Test
    void runs(@TempDir Path folder) {
        assertThat(EmbeddingExample.hottest(folder)).isEqualTo(21.5);
    }
}
