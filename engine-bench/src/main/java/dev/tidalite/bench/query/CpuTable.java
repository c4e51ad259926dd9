package dev.tidalite.bench.query;

import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.Durability;
import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.lp.Precision;

import java.nio.file.Path;

/// An engine filled with the cpu table, flushed to files.
final class CpuTable {
    static final String DATABASE = "bench";

    private static final int CHUNK_ROWS = 20_000;

    private CpuTable() {}

    /// @return open, owned by the caller
    static Engine fill(Path folder, int hosts, int steps) {
        EngineConfig config = EngineConfig.builder(folder).durability(Durability.BUFFERED).build();
        Engine engine = Engine.open(config);
        CpuData data = new CpuData(hosts, CpuData.Values.TWO_DECIMALS, 1);
        long left = (long) hosts * steps;
        while (left > 0) {
            int rows = (int) Math.min(CHUNK_ROWS, left);
            engine.write(WriteRequest.of(DATABASE, data.lines(rows), Precision.NANOSECONDS));
            left -= rows;
        }
        engine.flush();
        return engine;
    }
}
