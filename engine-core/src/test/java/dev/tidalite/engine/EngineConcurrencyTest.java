package dev.tidalite.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.batch.DictionaryVector;
import dev.tidalite.engine.batch.LongVector;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/// Writers and readers at once, with seals and flushes in between: a snapshot holds a prefix of
/// each writer's rows, everything acknowledged before, and no half of a write.
final class EngineConcurrencyTest {
    private static final int WRITERS = 3;
    private static final int READERS = 2;
    private static final int WRITES = 120;

    @TempDir Path root;

    private final AtomicInteger rounds = new AtomicInteger();

    @Test
    void snapshotsSeePrefixes() {
        Seeds.forEach(3, this::round);
    }

    private void round(SplittableRandom random) throws Exception {
        Path folder = root.resolve("round" + rounds.getAndIncrement());
        EngineConfig config =
                EngineConfig.builder(folder)
                        .memoryBytesMax(4 << 20)
                        .flushBytes(random.nextInt(50_000, 1_000_000))
                        .durability(random.nextBoolean() ? Durability.SYNCED : Durability.BUFFERED)
                        .build();
        AtomicLongArray acknowledged = new AtomicLongArray(WRITERS);
        AtomicInteger running = new AtomicInteger(WRITERS);
        try (Engine engine = Engine.open(config);
                ExecutorService pool = Executors.newFixedThreadPool(WRITERS + READERS)) {
            engine.createDatabase("db");
            List<Future<?>> work = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                SplittableRandom own = random.split();
                work.add(
                        pool.submit(
                                (Callable<Void>)
                                        () -> {
                                            try {
                                                write(engine, number, own, acknowledged);
                                                return null;
                                            } finally {
                                                running.decrementAndGet();
                                            }
                                        }));
            }
            for (int reader = 0; reader < READERS; reader++) {
                work.add(pool.submit(() -> read(engine, acknowledged, running)));
            }
            for (Future<?> one : work) {
                one.get();
            }
            check(engine, acknowledged);
        }
        try (Engine engine = Engine.open(config)) {
            check(engine, acknowledged);
        }
    }

    /// Every write puts the same number of rows into two tables; the value counts up.
    private static void write(
            Engine engine, int writer, SplittableRandom random, AtomicLongArray acknowledged) {
        long value = 0;
        for (int i = 0; i < WRITES; i++) {
            StringBuilder lines = new StringBuilder();
            int rows = random.nextInt(1, 200);
            for (int row = 0; row < rows; row++) {
                value++;
                for (String table : List.of("a", "b")) {
                    lines.append(
                            "%s,w=%d,s=%d v=%di %d\n"
                                    .formatted(table, writer, random.nextInt(5), value, value));
                }
            }
            // A column of its own now and then, so that schemas widen as well.
            lines.append("a,w=%d v=%di,x%d=1 %d\n".formatted(writer, value, i % 20, -value));
            WriteResult result = engine.write(WriteRequest.of("db", lines.toString()));
            assertThat(result.isComplete()).isTrue();
            acknowledged.set(writer, value);
        }
    }

    private static void read(Engine engine, AtomicLongArray acknowledged, AtomicInteger running) {
        while (running.get() > 0) {
            check(engine, acknowledged);
        }
    }

    private static void check(Engine engine, AtomicLongArray acknowledged) {
        long[] before = new long[WRITERS];
        for (int writer = 0; writer < WRITERS; writer++) {
            before[writer] = acknowledged.get(writer);
        }
        try (Snapshot snapshot = engine.snapshot("db")) {
            Map<String, long[]> a = prefixes(snapshot, "a");
            Map<String, long[]> b = prefixes(snapshot, "b");
            assertThat(a.keySet()).isEqualTo(b.keySet());
            for (int writer = 0; writer < WRITERS; writer++) {
                String name = Integer.toString(writer);
                long[] seen = a.getOrDefault(name, new long[2]);
                assertThat(seen).isEqualTo(b.getOrDefault(name, new long[2]));
                assertThat(seen[0]).as("rows of writer %d", writer).isEqualTo(seen[1]);
                assertThat(seen[0]).isGreaterThanOrEqualTo(before[writer]);
            }
        }
    }

    /// Per writer how many rows of positive time there are, and their greatest value.
    private static Map<String, long[]> prefixes(Snapshot snapshot, String table) {
        Map<String, long[]> seen = new HashMap<>();
        if (snapshot.table(table).isEmpty()) {
            return seen;
        }
        ScanSpec spec = ScanSpec.of(table, List.of("w", "v", "time"));
        try (BatchCursor cursor = snapshot.scan(spec)) {
            for (TableBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
                DictionaryVector writers = (DictionaryVector) batch.vector(0);
                long[] values = ((LongVector) batch.vector(1)).values();
                long[] times = ((LongVector) batch.vector(2)).values();
                for (int row = 0; row < batch.rowCount(); row++) {
                    if (times[row] > 0) {
                        String writer = String.valueOf(writers.text(row));
                        long[] count = seen.computeIfAbsent(writer, _ -> new long[2]);
                        count[0]++;
                        count[1] = Math.max(count[1], values[row]);
                    }
                }
            }
        }
        return seen;
    }
}
