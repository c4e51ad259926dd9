package dev.tidalite.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.batch.DictionaryVector;
import dev.tidalite.engine.batch.LongVector;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.engine.internal.storage.CrashableStorage;
import dev.tidalite.engine.internal.storage.FaultyStorage;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Writers, readers and somebody who seals and flushes without a pause, all in memory so that
/// nothing but the engine's own waiting slows them down. A snapshot says which place of the log it
/// is of; so afterwards it is known exactly which rows it had to show.
final class EngineStressTest {
    private static final int WRITERS = 3;
    private static final int READERS = 2;
    private static final int WRITES = 250;

    private static final EngineConfig CONFIG =
            EngineConfig.builder(Path.of("/crashable"))
                    .memoryBytesMax(16 << 20)
                    .logFileBytesMax(32 << 10)
                    .build();

    /// What a reader saw: one past the greatest number of each writer, all of whose numbers it saw.
    private record Seen(long sequence, int[] ends) {}

    /// Where each write of a writer has its place, by the number of its last row.
    private record Written(int endNumber, long sequence) {}

    @Test
    void aSnapshotShowsTheLogUpToItsPlaceAndEachRowOnce() {
        Seeds.forEach(Seeds.nightly() ? 300 : 4, this::round);
    }

    private void round(SplittableRandom random) throws Exception {
        AtomicInteger running = new AtomicInteger(WRITERS);
        try (Engine engine = Engine.open(CONFIG, new CrashableStorage());
                ExecutorService pool = Executors.newFixedThreadPool(WRITERS + READERS + 1)) {
            engine.createDatabase("db");
            List<Future<List<Written>>> writers = new ArrayList<>();
            for (int number = 0; number < WRITERS; number++) {
                int writer = number;
                SplittableRandom own = random.split();
                writers.add(pool.submit(() -> write(engine, writer, own, running)));
            }
            List<Future<List<Seen>>> readers = new ArrayList<>();
            for (int number = 0; number < READERS; number++) {
                readers.add(pool.submit(() -> read(engine, running)));
            }
            Callable<Integer> flushing =
                    () -> {
                        int count = 0;
                        do {
                            engine.flush();
                            count++;
                        } while (running.get() > 0);
                        return count;
                    };
            Future<Integer> flushes = pool.submit(flushing);
            List<List<Written>> written = new ArrayList<>();
            for (Future<List<Written>> writer : writers) {
                written.add(writer.get());
            }
            assertThat(flushes.get()).isPositive();
            for (Future<List<Seen>> reader : readers) {
                reader.get().forEach(seen -> check(seen, written));
            }
            check(look(engine), written);
        }
    }

    private static List<Written> write(
            Engine engine, int writer, SplittableRandom random, AtomicInteger running) {
        List<Written> written = new ArrayList<>();
        try {
            int number = 0;
            for (int count = 0; count < WRITES; count++) {
                StringBuilder lines = new StringBuilder();
                for (int rows = 1 + random.nextInt(4); rows > 0; rows--) {
                    String table = random.nextBoolean() ? "a" : "b";
                    lines.append(
                            "%s,w=w%d,s=%d n=%di,v=%di %d\n"
                                    .formatted(
                                            table,
                                            writer,
                                            random.nextInt(3),
                                            number,
                                            value(writer, number),
                                            number));
                    number++;
                }
                WriteResult result = engine.write(WriteRequest.of("db", lines.toString()));
                long sequence = result.sequenceNumber().value();
                written.add(new Written(number, sequence));
                if (random.nextInt(8) == 0) {
                    Seen own = look(engine);
                    assertThat(own.sequence()).isGreaterThanOrEqualTo(sequence);
                    assertThat(own.ends()[writer]).isEqualTo(number);
                }
            }
        } finally {
            running.decrementAndGet();
        }
        return written;
    }

    private static long value(int writer, int number) {
        return 1_000_003L * number + writer;
    }

    private static List<Seen> read(Engine engine, AtomicInteger running) {
        List<Seen> all = new ArrayList<>();
        while (running.get() > 0) {
            all.add(look(engine));
        }
        return all;
    }

    private static Seen look(Engine engine) {
        List<BitSet> numbers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            numbers.add(new BitSet());
        }
        try (Snapshot snapshot = engine.snapshot("db")) {
            for (String table : List.of("a", "b")) {
                if (snapshot.table(table).isPresent()) {
                    look(snapshot, table, numbers);
                }
            }
            int[] ends = numbers.stream().mapToInt(BitSet::length).toArray();
            assertThat(numbers.stream().mapToInt(BitSet::cardinality).toArray()).isEqualTo(ends);
            return new Seen(snapshot.sequenceNumber().value(), ends);
        }
    }

    private static void look(Snapshot snapshot, String table, List<BitSet> numbers) {
        ScanSpec spec = ScanSpec.of(table, List.of("w", "n", "v", "time"));
        try (BatchCursor cursor = snapshot.scan(spec)) {
            for (TableBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
                DictionaryVector writers = (DictionaryVector) batch.vector(0);
                long[] ns = ((LongVector) batch.vector(1)).values();
                long[] values = ((LongVector) batch.vector(2)).values();
                long[] times = ((LongVector) batch.vector(3)).values();
                for (int row = 0; row < batch.rowCount(); row++) {
                    int writer = String.valueOf(writers.text(row)).charAt(1) - '0';
                    int number = (int) ns[row];
                    assertThat(times[row]).isEqualTo(number);
                    assertThat(values[row]).isEqualTo(value(writer, number));
                    assertThat(numbers.get(writer).get(number)).as("seen twice").isFalse();
                    numbers.get(writer).set(number);
                }
            }
        }
    }

    private static void check(Seen seen, List<List<Written>> written) {
        int[] expected = new int[WRITERS];
        for (int writer = 0; writer < WRITERS; writer++) {
            for (Written write : written.get(writer)) {
                if (write.sequence() <= seen.sequence()) {
                    expected[writer] = write.endNumber();
                }
            }
        }
        assertThat(seen.ends()).as(Arrays.toString(seen.ends())).isEqualTo(expected);
    }

    /// Syncs take their time here, so that there is always a write that is logged and not durable.
    @Test
    void whatASnapshotShowsIsDurable() {
        Seeds.forEach(Seeds.nightly() ? 1_000 : 30, this::showAndCrash);
    }

    private void showAndCrash(SplittableRandom random) throws Exception {
        CrashableStorage disk = new CrashableStorage();
        FaultyStorage slow = new FaultyStorage(disk);
        CrashableStorage crashed;
        long shown;
        try (Engine engine = Engine.open(CONFIG, slow);
                ExecutorService pool = Executors.newFixedThreadPool(WRITERS)) {
            engine.createDatabase("db");
            slow.whenSyncing(() -> LockSupport.parkNanos(100_000));
            List<Future<?>> writers = new ArrayList<>();
            for (int number = 0; number < WRITERS; number++) {
                String line = "t,w=w" + number + " n=1i ";
                writers.add(pool.submit(() -> writeUntilTheEnd(engine, line)));
            }
            long enough = random.nextInt(1, 60);
            do {
                try (Snapshot snapshot = engine.snapshot("db")) {
                    shown = snapshot.sequenceNumber().value();
                }
            } while (shown < enough);
            crashed = disk.crash(random, 0);
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        try (Engine engine = Engine.open(CONFIG, crashed);
                Snapshot snapshot = engine.snapshot("db")) {
            assertThat(snapshot.sequenceNumber().value()).isGreaterThanOrEqualTo(shown);
        }
    }

    private static void writeUntilTheEnd(Engine engine, String line) {
        try {
            for (long timeNs = 0; ; timeNs++) {
                engine.write(WriteRequest.of("db", line + timeNs));
            }
        } catch (EngineException.ReadOnly | EngineException.Closed e) {
            // The power has failed.
        }
    }

    @Test
    void aTableThatIsDroppedIsSeenAsAWholeOrNotAtAll() throws Exception {
        int lives = Seeds.nightly() ? 10_000 : 250;
        AtomicBoolean done = new AtomicBoolean();
        try (Engine engine = Engine.open(CONFIG, new CrashableStorage());
                ExecutorService pool = Executors.newFixedThreadPool(READERS)) {
            engine.createDatabase("db");
            List<Future<Integer>> readers = new ArrayList<>();
            for (int number = 0; number < READERS; number++) {
                readers.add(pool.submit(() -> countWholeTables(engine, done)));
            }
            try {
                for (int life = 0; life < lives; life++) {
                    engine.write(WriteRequest.of("db", "t,k=a n=1i 1\nt,k=b n=2i 2\nt n=3i 3"));
                    if (life % 3 == 0) {
                        engine.flush();
                    }
                    engine.dropTable("db", "t");
                }
            } finally {
                done.set(true);
            }
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    private static int countWholeTables(Engine engine, AtomicBoolean done) {
        int count = 0;
        while (!done.get()) {
            try (Snapshot snapshot = engine.snapshot("db")) {
                if (snapshot.table("t").isPresent()) {
                    assertThat(ModelEngine.read(snapshot, "t"::equals).rowCount()).isEqualTo(3);
                    count++;
                }
            }
        }
        return count;
    }
}
