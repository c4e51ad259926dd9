package dev.tidalite.bench.scan;

import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.Durability;
import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.lp.Precision;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// An engine that holds the TSBS cpu table, at rest: one file a day.
final class CpuTable {
    static final String DATABASE = "bench";

    private static final int CHUNK_ROWS = 20_000;
    private static final int REST_MINUTES_MAX = 5;

    private CpuTable() {}

    /// Opens the engine in a folder, filled before or filled now.
    ///
    /// @return owned by the caller
    static Engine open(Path folder, int hosts, int steps, CpuData.Values values)
            throws InterruptedException {
        Engine engine =
                Engine.open(EngineConfig.builder(folder).durability(Durability.BUFFERED).build());
        if (engine.databases().isEmpty()) {
            CpuData data = new CpuData(hosts, values, 1);
            for (long left = (long) hosts * steps; left > 0; left -= CHUNK_ROWS) {
                int rows = (int) Math.min(CHUNK_ROWS, left);
                engine.write(WriteRequest.of(DATABASE, data.lines(rows), Precision.NANOSECONDS));
            }
            engine.flush();
        }
        long days = 1 + (steps - 1) * CpuData.STEP_NS / TimeUnit.DAYS.toNanos(1);
        for (int second = 0; engine.stats().segmentCount() > days; second++) {
            if (second > TimeUnit.MINUTES.toSeconds(REST_MINUTES_MAX)) {
                throw new IllegalStateException(engine.stats() + ": more than one file a day");
            }
            TimeUnit.SECONDS.sleep(1); // merging begins when nothing came for a while
        }
        return engine;
    }
}
