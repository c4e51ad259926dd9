package dev.tidalite.engine.internal.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CancellationException;

class ThrottleTest {
    @Test
    void holdsBackByTheRate() {
        Throttle throttle = new Throttle(1_000_000);
        long startNs = System.nanoTime();
        for (int step = 0; step < 400; step++) {
            throttle.await(1000);
        }
        // 400,000 values take 0.4 s, of which 0.1 s may be ahead
        assertThat(System.nanoTime() - startNs).isGreaterThan(250_000_000L);
    }

    @Test
    void throwsOnceCancelled() {
        Throttle throttle = new Throttle(1);
        throttle.cancel();
        assertThatThrownBy(() -> throttle.await(1_000_000))
                .isInstanceOf(CancellationException.class);
    }
}
