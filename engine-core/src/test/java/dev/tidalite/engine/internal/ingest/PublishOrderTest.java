package dev.tidalite.engine.internal.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.EngineException;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// What readers see is always the beginning of the log.
final class PublishOrderTest {
    private final PublishOrder order = new PublishOrder(0);
    private final List<Long> published = new ArrayList<>();

    private final class Numbered extends PublishOrder.Publication {
        private final long number;

        Numbered(long number) {
            super(number);
            this.number = number;
            order.add(this);
        }

        @Override
        void publish() {
            published.add(number);
        }
    }

    @Test
    void aWriteThatIsDurableFirstWaitsForThoseBeforeIt() throws InterruptedException {
        Numbered first = new Numbered(1);
        Numbered second = new Numbered(2);
        Thread thread = new Thread(() -> order.complete(second));
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(order.lastSequence()).isZero();
        order.complete(first);
        thread.join();
        assertThat(published).containsExactly(1L, 2L);
        assertThat(order.lastSequence()).isEqualTo(2);
    }

    @Test
    void nothingBehindAFailedWriteIsEverVisible() throws InterruptedException {
        Numbered first = new Numbered(1);
        Numbered failed = new Numbered(2);
        Numbered third = new Numbered(3);
        Numbered fourth = new Numbered(4);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiting =
                new Thread(() -> {
                    try {
                        order.complete(third);
                    } catch (EngineException.ReadOnly e) {
                        thrown.set(e);
                    }
                });
        waiting.start();
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        order.abandon(failed, new OutOfMemoryError("no room for a column"));
        waiting.join();
        assertThat(thrown.get()).hasMessageContaining("no room for a column");
        assertThatThrownBy(() -> order.complete(fourth))
                .isInstanceOf(EngineException.ReadOnly.class);
        order.complete(first);
        assertThat(published).containsExactly(1L);
        assertThat(order.lastSequence()).isEqualTo(1);
    }

    @Test
    void aPublicationThatFailsIsNotTriedAgain() {
        PublishOrder.Publication failing =
                new PublishOrder.Publication(1) {
                    @Override
                    void publish() {
                        throw new OutOfMemoryError("no room to publish");
                    }
                };
        order.add(failing);
        Numbered second = new Numbered(2);
        assertThatThrownBy(() -> order.complete(failing)).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> order.complete(second))
                .isInstanceOf(EngineException.ReadOnly.class);
        assertThat(published).isEmpty();
    }
}
