package dev.tidalite.engine;

import dev.tidalite.engine.internal.storage.CrashableStorage;
import dev.tidalite.engine.internal.storage.FaultyStorage;
import dev.tidalite.engine.internal.storage.FaultyStorage.Fault;
import dev.tidalite.engine.internal.storage.FaultyStorage.Rule;
import dev.tidalite.testkit.Seeds;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

/// An engine lives many lives, each ended by a power failure, a failing disk, the death of its
/// process or a clean end, while it writes, deletes, drops, flushes, merges, makes backups or
/// opens; what it holds is compared with [ModelEngine].
final class EngineCrashTest {
    private static final int LIVES = 10;

    /// Power failures in the midst of something; those while opening; deaths of the process.
    private static final AtomicLong CRASHES = new AtomicLong();

    private static final AtomicLong OPENING_CRASHES = new AtomicLong();
    private static final AtomicLong DEATHS = new AtomicLong();
    private static final AtomicLong FAULTS = new AtomicLong();
    private static final AtomicLong OPERATIONS = new AtomicLong();
    private static final AtomicLong BACKUPS = new AtomicLong();

    @TempDir static Path folder;

    /// Held, because a logger that nobody holds forgets its level.
    private static final Logger QUIET = Logger.getLogger("dev.tidalite");

    @BeforeAll
    static void expectWarnings() {
        QUIET.setLevel(Level.OFF);
    }

    @Test
    void losesNothingAcknowledged() {
        run(30);
    }

    @Test
    @Tag("nightly")
    void losesNothingAcknowledgedInTenThousandCrashes() {
        run(1);
        while (CRASHES.get() < 10_000 || FAULTS.get() < 1_000) {
            run(50);
        }
    }

    private static void run(int rounds) {
        Seeds.forEach(rounds, random -> new History(random).run());
        System.out.printf(
                "%d crashes, of which %d while opening; %d deaths of the process, %d faults,"
                        + " %d operations, %d backups%n",
                CRASHES.get(),
                OPENING_CRASHES.get(),
                DEATHS.get(),
                FAULTS.get(),
                OPERATIONS.get(),
                BACKUPS.get());
    }

    private static final class History {
        private final SplittableRandom random;
        private final EngineConfig config;
        private final List<ModelWriter> writers = new ArrayList<>();
        private final List<String> diary = new ArrayList<>();
        private CrashableStorage disk = new CrashableStorage();

        /// Whether there was a failing disk since anything was checked: it may lose what was
        /// written and not synced whatever else happens.
        private boolean faulted;

        History(SplittableRandom random) {
            this.random = random;
            Durability durability =
                    switch (random.nextInt(6)) {
                        case 0 -> Durability.BUFFERED;
                        case 1 -> Durability.interval(1 + random.nextInt(5));
                        default -> Durability.SYNCED;
                    };
            config =
                    EngineConfig.builder(Path.of("/crashable"))
                            .durability(durability)
                            .memoryBytesMax(8 << 20)
                            .flushBytes(random.nextInt(3) == 0 ? 1 : 50_000)
                            .logFileBytesMax(4096L << random.nextInt(10))
                            .overloadWaitMs(20)
                            .clock(() -> ModelWriter.NOW)
                            .build();
            for (int count = 1 + random.nextInt(3); count > 0; count--) {
                writers.add(new ModelWriter("w" + count, random.split()));
            }
        }

        void run() {
            try {
                boolean mayLose = false;
                for (int life = 0; life < LIVES; life++) {
                    mayLose = live(mayLose);
                }
                try (Engine engine = Engine.open(config, disk)) {
                    check(engine, mayLose);
                }
            } catch (EngineException | AssertionError e) {
                throw new AssertionError(config.durability() + ": " + diary, e);
            }
        }

        /// @param mayLose whether acknowledged writes of the life before may be gone
        /// @return the same for this one
        private boolean live(boolean mayLose) {
            FaultyStorage faulty = new FaultyStorage(disk);
            boolean lossesBefore = mayLose;
            boolean faults = random.nextInt(4) == 0;
            if (!faults && random.nextInt(5) > 0) {
                disk.stopAfter(random.nextInt(random.nextInt(3) == 0 ? 30 : 300));
            }
            if (faults && random.nextInt(4) == 0) {
                arm(faulty);
            }
            boolean checked = false;
            boolean flips = false;
            try (Engine engine = Engine.open(config, faulty)) {
                check(engine, mayLose);
                checked = true;
                faulted = false;
                if (faults) {
                    arm(faulty);
                    flips = random.nextInt(3) == 0;
                    if (flips) {
                        faulty.add(
                                new Rule(
                                        FaultyStorage.Operation.READ,
                                        "segments/",
                                        random.nextInt(8),
                                        1 + random.nextInt(3),
                                        Fault.BIT_FLIP));
                    }
                }
                work(engine);
                if (random.nextBoolean()) {
                    disk.stopAfter(0);
                }
            } catch (EngineException.Storage
                    | EngineException.ReadOnly
                    | EngineException.Overloaded e) {
                if (!disk.isStopped() && faulty.strikes() == 0) {
                    throw new AssertionError("a disk that works was refused", e);
                }
            } catch (EngineException.Corrupt e) {
                if (!flips || faulty.strikes() == 0) {
                    throw e;
                }
            }
            FAULTS.addAndGet(faulty.strikes());
            faulted |= faulty.strikes() > 0;
            diary.add(
                    (checked ? "lived, " : "did not open, ")
                            + faulty.strikes()
                            + (flips ? " faults and flips" : " faults"));
            return end(checked, lossesBefore);
        }

        /// @return whether acknowledged writes may be gone now
        private boolean end(boolean checked, boolean lossesBefore) {
            if (random.nextInt(5) == 0) {
                DEATHS.incrementAndGet();
                diary.add("process died");
                disk = disk.restart();
                return !checked && lossesBefore;
            }
            if (disk.isStopped()) {
                CRASHES.incrementAndGet();
                OPENING_CRASHES.addAndGet(checked ? 0 : 1);
            }
            double keep = random.nextInt(5) / 4.0;
            diary.add("power failed, keeps " + keep);
            disk = disk.crash(random, keep);
            boolean losesNow =
                    (keep < 1 || faulted) && !(config.durability() instanceof Durability.Synced);
            return losesNow || !checked && lossesBefore;
        }

        private void arm(FaultyStorage faulty) {
            FaultyStorage.Operation[] operations = {
                FaultyStorage.Operation.WRITE,
                FaultyStorage.Operation.WRITE,
                FaultyStorage.Operation.SYNC,
                FaultyStorage.Operation.SYNC,
                FaultyStorage.Operation.CREATE,
                FaultyStorage.Operation.OPEN,
                FaultyStorage.Operation.RENAME,
                FaultyStorage.Operation.DELETE,
                FaultyStorage.Operation.SYNC_FOLDER
            };
            Fault[] kinds = {
                Fault.IO_ERROR,
                Fault.NO_SPACE,
                Fault.SHORT_WRITE,
                Fault.READ_ONLY,
                Fault.LOST_SYNC,
                Fault.LOST_SYNC
            };
            String[] parts = {"", "", "wal/", "segments/", "manifest/"};
            for (int count = 1 + random.nextInt(2); count > 0; count--) {
                faulty.add(
                        new Rule(
                                operations[random.nextInt(operations.length)],
                                parts[random.nextInt(parts.length)],
                                random.nextInt(8),
                                1 + random.nextInt(3),
                                kinds[random.nextInt(kinds.length)]));
            }
        }

        private void check(Engine engine, boolean mayLose) {
            writers.forEach(writer -> writer.checkOpened(engine, mayLose));
        }

        private void work(Engine engine) throws EngineException {
            AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
            List<Thread> threads = new ArrayList<>();
            for (ModelWriter writer : writers) {
                SplittableRandom own = random.split();
                Thread thread =
                        new Thread(() -> {
                            try {
                                work(engine, writer, own);
                            } catch (Throwable e) {
                                failure.compareAndSet(null, e);
                            }
                        });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            switch (failure.get()) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Throwable e -> throw new AssertionError(e);
            }
        }

        private void work(Engine engine, ModelWriter writer, SplittableRandom own) {
            for (int left = own.nextInt(25); left > 0; left--) {
                OPERATIONS.incrementAndGet();
                if (!writer.perform(engine, writer.randomOperation())) {
                    if (!disk.isStopped()) {
                        writer.checkExact(engine);
                    }
                    return;
                }
                switch (own.nextInt(120)) {
                    case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 -> engine.flush();
                    case 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 -> writer.checkExact(engine);
                    case 20 -> backup(engine, writer);
                    default -> {}
                }
            }
        }

        /// Others go on meanwhile, but the writer's own tables must be in it as they are.
        private void backup(Engine engine, ModelWriter writer) {
            Path copy = folder.resolve("copy" + BACKUPS.incrementAndGet());
            engine.backup(copy);
            EngineConfig opened =
                    EngineConfig.builder(copy)
                            .memoryBytesMax(1 << 20)
                            .clock(() -> ModelWriter.NOW)
                            .build();
            try (Engine restored = Engine.open(opened)) {
                writer.checkExact(restored);
            }
        }
    }
}
