package dev.tidalite.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A process that writes as fast as it can until somebody kills it, and says after each
/// acknowledgement what was acknowledged. Each thread writes numbers, one after the other, each as
/// a row of two tables in one request.
public final class WritingProcess {
    static final int THREADS = 3;

    private WritingProcess() {}

    /// @param args the engine's folder
    public static void main(String[] args) throws InterruptedException {
        try (Engine engine = Engine.open(config(Path.of(args[0])))) {
            Map<String, Long> last = lastNumbers(engine, "a");
            List<Thread> threads = new ArrayList<>();
            for (int index = 0; index < THREADS; index++) {
                String writer = "w" + index;
                long next = last.getOrDefault(writer, 0L) + 1;
                Thread thread = new Thread(() -> write(engine, writer, next));
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    static EngineConfig config(Path folder) {
        return EngineConfig.builder(folder).memoryBytesMax(16 << 20).flushBytes(200_000).build();
    }

    private static void write(Engine engine, String writer, long from) {
        for (long number = from; ; number++) {
            String point = ",writer=" + writer + " n=" + number + "i " + number + "\n";
            engine.write(WriteRequest.of("db", "a" + point + "b" + point));
            synchronized (System.out) {
                System.out.println(writer + " " + number);
                System.out.flush();
            }
        }
    }

    /// The greatest number of each writer in a table.
    ///
    /// @throws AssertionError if one is missing, or there twice
    static Map<String, Long> lastNumbers(Engine engine, String table) {
        Map<String, Long> last = new TreeMap<>();
        if (!engine.databases().contains("db")) {
            return last;
        }
        try (Snapshot snapshot = engine.snapshot("db")) {
            // Reading fails if a key is there twice.
            ModelEngine seen = ModelEngine.read(snapshot, table::equals);
            Map<String, Long> counts = new TreeMap<>();
            seen.forEachKey(
                    table,
                    key -> {
                        String writer = key.substring("writer=".length(), key.indexOf('@'));
                        long number = Long.parseLong(key.substring(key.indexOf('@') + 1));
                        last.merge(writer, number, Math::max);
                        counts.merge(writer, 1L, Long::sum);
                    });
            if (!counts.equals(last)) {
                throw new AssertionError(
                        "table " + table + " ends with " + last + " and holds " + counts);
            }
        }
        return last;
    }
}
