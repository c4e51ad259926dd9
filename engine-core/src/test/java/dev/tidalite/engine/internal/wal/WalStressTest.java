package dev.tidalite.engine.internal.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.Durability;
import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.internal.storage.CrashableStorage;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Threads append and wait for their groups as fast as they can until the power fails. What any of
/// them was told before is in the log, and the log has the order in which places were given.
final class WalStressTest {
    private static final int THREADS = 4;

    @Test
    void whatAnyThreadWasToldIsThereInTheOrderOfPlaces() {
        Seeds.forEach(Seeds.nightly() ? 5_000 : 100, random -> new Round(random).run());
    }

    private static final class Round {
        private final SplittableRandom random;
        private final CrashableStorage storage = new CrashableStorage();
        private final WalConfig config;
        private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(THREADS);

        /// Filled under the log's lock: thread and number of each record.
        private final List<Appended> placed = new ArrayList<>();

        private record Appended(int thread, int number) {}

        Round(SplittableRandom random) {
            this.random = random;
            config =
                    new WalConfig(
                            Durability.SYNCED,
                            4096L << random.nextInt(6),
                            1 << 20,
                            1 + random.nextInt(4000),
                            10_000);
        }

        void run() throws Exception {
            int enough = random.nextInt(200);
            CrashableStorage crashed;
            int[] told = new int[THREADS];
            try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
                List<Future<?>> work = new ArrayList<>();
                try (Wal wal = Wal.open(storage, config, SequenceNumber.ZERO)) {
                    for (int thread = 0; thread < THREADS; thread++) {
                        int number = thread;
                        SplittableRandom own = random.split();
                        work.add(pool.submit(() -> append(wal, number, own)));
                    }
                    while (wal.counters().records() < enough) {
                        Thread.onSpinWait();
                    }
                    for (int thread = 0; thread < THREADS; thread++) {
                        told[thread] = acknowledged.get(thread);
                    }
                    crashed = storage.crash(random, random.nextInt(5) / 4.0);
                    for (Future<?> one : work) {
                        one.get();
                    }
                }
            }
            check(crashed, told);
        }

        private void append(Wal wal, int thread, SplittableRandom own) {
            try {
                for (int number = 1; ; number++) {
                    Appended record = new Appended(thread, number);
                    byte[] payload = new byte[8 + own.nextInt(300)];
                    own.nextBytes(payload);
                    ByteBuffer.wrap(payload).putInt(thread).putInt(number);
                    Ticket ticket =
                            wal.append(
                                    (byte) 1,
                                    payload,
                                    0,
                                    payload.length,
                                    sequence -> {
                                        placed.add(record);
                                        assertThat(sequence).isEqualTo(placed.size());
                                    });
                    ticket.await();
                    acknowledged.set(thread, number);
                }
            } catch (EngineException.ReadOnly e) {
                assertThat(storage.isStopped()).isTrue();
            }
        }

        private void check(CrashableStorage crashed, int[] told) {
            int[] last = new int[THREADS];
            List<Appended> found = new ArrayList<>();
            WalReplay.replay(
                    crashed,
                    config,
                    SequenceNumber.ZERO,
                    (_, _, payload, _) -> {
                        ByteBuffer bytes = ByteBuffer.wrap(payload);
                        Appended record = new Appended(bytes.getInt(), bytes.getInt());
                        found.add(record);
                        last[record.thread()] = record.number();
                    });
            assertThat(found).isEqualTo(placed.subList(0, found.size()));
            for (int thread = 0; thread < THREADS; thread++) {
                assertThat(last[thread]).isGreaterThanOrEqualTo(told[thread]);
            }
        }
    }
}
