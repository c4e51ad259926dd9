package dev.tidalite.engine.internal.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.Durability;
import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.internal.storage.CrashableStorage;
import dev.tidalite.engine.internal.storage.FaultyStorage;
import dev.tidalite.engine.internal.storage.FaultyStorage.Fault;
import dev.tidalite.engine.internal.storage.FaultyStorage.Operation;
import dev.tidalite.engine.internal.storage.FaultyStorage.Rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// What the log does when the disk, the load or an interrupt comes in its way.
final class WalFailureTest {
    private static final byte[] PAYLOAD = new byte[300];

    private final CrashableStorage disk = new CrashableStorage();
    private final FaultyStorage storage = new FaultyStorage(disk);

    private static WalConfig config(Durability durability) {
        return new WalConfig(durability, 64 << 10, 1 << 20, 1 << 20, 20);
    }

    private Wal open(Durability durability) {
        WalConfig config = config(durability);
        return Wal.open(storage, config, replay(config));
    }

    private SequenceNumber replay(WalConfig config) {
        return WalReplay.replay(storage, config, SequenceNumber.ZERO, (_, _, _, _) -> {}).last();
    }

    private static Ticket append(Wal wal) {
        return wal.append((byte) 1, PAYLOAD, 0, PAYLOAD.length);
    }

    @Test
    void aFailedSyncIsFinalAndNeverTriedAgain() {
        try (Wal wal = open(Durability.SYNCED)) {
            append(wal).await();
            storage.add(new Rule(Operation.SYNC, ".wal", 0, 1, Fault.IO_ERROR));
            Ticket lost = append(wal);
            assertThatThrownBy(lost::await)
                    .isInstanceOf(EngineException.ReadOnly.class)
                    .hasMessageContaining("until the engine is opened again")
                    .hasMessageContaining("Input/output error");
            // The disk is well again, which changes nothing.
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> append(wal)).isInstanceOf(EngineException.ReadOnly.class);
            }
            assertThat(wal.failure()).isNotNull();
        }
        CrashableStorage after = disk.crash(new SplittableRandom(1), 0);
        WalConfig config = config(Durability.SYNCED);
        assertThat(
                        WalReplay.replay(after, config, SequenceNumber.ZERO, (_, _, _, _) -> {})
                                .last()
                                .value())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"IO_ERROR", "NO_SPACE", "SHORT_WRITE"})
    void aFailedWriteIsFinalAndWhatWasAcknowledgedStays(Fault fault) {
        try (Wal wal = open(Durability.SYNCED)) {
            for (int i = 0; i < 10; i++) {
                append(wal).await();
            }
            storage.add(new Rule(Operation.WRITE, ".wal", 0, Long.MAX_VALUE, fault));
            assertThatThrownBy(() -> append(wal).await())
                    .isInstanceOf(EngineException.ReadOnly.class);
            assertThatThrownBy(() -> append(wal)).isInstanceOf(EngineException.ReadOnly.class);
        }
        storage.clear();
        try (Wal wal = open(Durability.SYNCED)) {
            assertThat(wal.last().value()).isBetween(10L, 11L);
            append(wal).await();
        }
    }

    @Test
    void anIntervalSyncsBehindTheAcknowledgementAndFailsLaterWrites() throws Exception {
        try (Wal wal = open(Durability.interval(5))) {
            append(wal).await();
            while (wal.counters().syncs() == 0) {
                Thread.sleep(1);
                if (wal.counters().syncs() == 0) {
                    append(wal).await();
                }
            }
            storage.add(new Rule(Operation.SYNC, ".wal", 0, 1, Fault.IO_ERROR));
            append(wal);
            while (wal.failure() == null) {
                Thread.sleep(1);
            }
            assertThatThrownBy(() -> append(wal)).isInstanceOf(EngineException.ReadOnly.class);
        }
    }

    @Test
    void aFullQueueSlowsThenRefuses() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        byte[] noise = new byte[100_000];
        new SplittableRandom(7).nextBytes(noise);
        List<Ticket> tickets = new ArrayList<>();
        try (Wal wal = open(Durability.SYNCED)) {
            storage.whenSyncing(() -> await(gate));
            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    tickets.add(wal.append((byte) 1, noise, 0, noise.length));
                                }
                            })
                    .isInstanceOf(EngineException.Overloaded.class)
                    .hasMessageContaining("retry later");
            assertThat(tickets).hasSizeBetween(10, 20);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> wal.append((byte) 1, noise, 0, noise.length))
                    .isInstanceOf(EngineException.Overloaded.class);
            assertThat(Thread.interrupted()).isTrue();
            gate.countDown();
            tickets.forEach(Ticket::await);
            append(wal).await();
        }
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInterruptDoesNotEndTheWaitForTheDisk() {
        try (Wal wal = open(Durability.SYNCED)) {
            Ticket ticket = append(wal);
            Thread.currentThread().interrupt();
            ticket.await();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(ticket.isDone()).isTrue();
        }
    }

    @Test
    void tooLongARecordIsRefusedAndHarmsNothing() {
        try (Wal wal = open(Durability.SYNCED)) {
            byte[] large = new byte[(1 << 20) + 1];
            assertThatThrownBy(() -> wal.append((byte) 1, large, 0, large.length))
                    .isInstanceOf(EngineException.LimitExceeded.class)
                    .hasMessageContaining("1048576");
            wal.append((byte) 1, large, 0, 1 << 20).await();
        }
        assertThat(replay(config(Durability.SYNCED)).value()).isEqualTo(1);
    }

    @Test
    void manyWritersShareSyncsAndEveryTicketIsTold() throws Exception {
        int threads = 16;
        int each = 400;
        AtomicInteger told = new AtomicInteger();
        try (Wal wal = open(Durability.SYNCED)) {
            List<Thread> writers = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                Thread writer =
                        new Thread(() -> {
                            long before = 0;
                            for (int i = 0; i < each; i++) {
                                Ticket ticket = append(wal);
                                ticket.await();
                                assertThat(ticket.sequence().value()).isGreaterThan(before);
                                before = ticket.sequence().value();
                                told.incrementAndGet();
                            }
                        });
                writers.add(writer);
                writer.start();
            }
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(told).hasValue(threads * each);
            assertThat(wal.counters().records()).isEqualTo(threads * each);
            assertThat(wal.counters().syncs()).isLessThan(threads * each);
            assertThat(wal.counters().queuedBytes()).isZero();
        }
        assertThat(replay(config(Durability.SYNCED)).value()).isEqualTo(threads * each);
    }
}
