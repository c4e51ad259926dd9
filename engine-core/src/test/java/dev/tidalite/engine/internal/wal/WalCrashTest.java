package dev.tidalite.engine.internal.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.Durability;
import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.internal.storage.CrashableStorage;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// A log lives many lives, each ended by a power failure, some of them while it recovers.
final class WalCrashTest {
    private static final int LIVES = 12;

    @Test
    void losesNothingAcknowledgedAndInventsNothing() {
        Seeds.forEach(Seeds.nightly() ? 3000 : 150, random -> new History(random).run());
    }

    /// What was appended, in order, over all lives, and how much of it must be there.
    private static final class History {
        private final SplittableRandom random;
        private final WalConfig config;
        private final List<byte[]> appended = new ArrayList<>();
        private CrashableStorage storage = new CrashableStorage();
        private int acknowledged;
        private long flushed;

        History(SplittableRandom random) {
            this.random = random;
            Durability durability =
                    random.nextInt(4) == 0 ? Durability.BUFFERED : Durability.SYNCED;
            config = new WalConfig(durability, 64 << 10, 1 << 20, 1 << 20, 1000);
        }

        void run() {
            for (int life = 0; life < LIVES; life++) {
                try {
                    live();
                } catch (EngineException.Storage | EngineException.ReadOnly e) {
                    // The machine died under its hands; anything else is a failure of the test.
                    assertThat(storage.isStopped()).as(e.toString()).isTrue();
                }
                storage = storage.crash(random, random.nextInt(5) / 4.0);
                if (!(config.durability() instanceof Durability.Synced)) {
                    acknowledged = (int) flushed;
                }
            }
            SequenceNumber last = replay();
            assertThat(last.value()).isGreaterThanOrEqualTo(acknowledged);
        }

        private void live() {
            if (random.nextInt(3) > 0) {
                storage.stopAfter(random.nextInt(60));
            }
            SequenceNumber last = replay();
            // What was never acknowledged and is gone, is gone for good.
            while (appended.size() > last.value()) {
                appended.removeLast();
            }
            try (Wal wal = Wal.open(storage, config, last)) {
                for (int rounds = random.nextInt(8); rounds > 0; rounds--) {
                    appendSome(wal);
                    if (random.nextInt(4) == 0
                            && config.durability() instanceof Durability.Synced) {
                        flushed = acknowledged;
                        wal.trimUpTo(new SequenceNumber(flushed));
                    }
                }
                if (random.nextBoolean()) {
                    storage.stopAfter(0);
                }
            }
        }

        private void appendSome(Wal wal) {
            List<Ticket> tickets = new ArrayList<>();
            for (int count = random.nextInt(6); count > 0; count--) {
                byte[] payload = new byte[random.nextInt(random.nextInt(10) == 0 ? 40_000 : 400)];
                for (int index = 0; index < payload.length; index++) {
                    payload[index] = (byte) random.nextInt(random.nextBoolean() ? 2 : 256);
                }
                appended.add(payload);
                tickets.add(wal.append((byte) 3, payload, 0, payload.length));
            }
            for (Ticket ticket : tickets) {
                ticket.await();
                acknowledged = (int) ticket.sequence().value();
            }
        }

        private SequenceNumber replay() {
            List<byte[]> found = new ArrayList<>();
            WalReplay.Result result =
                    WalReplay.replay(
                            storage,
                            config,
                            new SequenceNumber(flushed),
                            (_, _, payload, length) -> found.add(Arrays.copyOf(payload, length)));
            assertThat(flushed + found.size()).isEqualTo(result.last().value());
            assertThat(result.last().value())
                    .isBetween((long) acknowledged, (long) appended.size());
            for (int index = 0; index < found.size(); index++) {
                assertThat(found.get(index)).isEqualTo(appended.get((int) flushed + index));
            }
            return result.last();
        }
    }
}
