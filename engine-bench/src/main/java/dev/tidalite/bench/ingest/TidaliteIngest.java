package dev.tidalite.bench.ingest;

import dev.tidalite.bench.report.Latencies;
import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.Appender;
import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.engine.WriteResult;
import dev.tidalite.lp.Precision;

import java.io.IOException;

/// This engine as it comes: every write synced, flushing and compacting as it goes.
final class TidaliteIngest implements IngestTarget {
    private static final String DATABASE = "bench";

    private final IngestPlan plan;
    private final EngineConfig config;
    private final Engine engine;

    TidaliteIngest(IngestPlan plan) {
        this.plan = plan;
        EngineConfig.Builder builder = EngineConfig.builder(plan.ownFolder());
        if (plan.memoryMiB() > 0) {
            builder.memoryBytesMax((long) plan.memoryMiB() << 20);
        }
        config = builder.build();
        engine = Engine.open(config);
    }

    @Override
    public void write(Latencies latencies) throws IOException {
        if (plan.contestant() != IngestPlan.Contestant.LINES) {
            Writers.runAll(
                    plan.threads(), thread -> append(new TypedRows(plan, thread), latencies));
            return;
        }
        try (LineFile input = LineFile.open(plan)) {
            Writers.runAll(plan.threads(), _ -> writeLines(input, latencies));
        }
    }

    private void writeLines(LineFile input, Latencies latencies) throws IOException {
        byte[] batch = new byte[input.longestBatchBytes()];
        for (int length = input.take(batch); length >= 0; length = input.take(batch)) {
            WriteRequest request =
                    new WriteRequest(DATABASE, batch, 0, length, Precision.NANOSECONDS, 0, true);
            long startNs = System.nanoTime();
            WriteResult result = engine.write(request);
            latencies.add(System.nanoTime() - startNs);
            if (!result.isComplete()) {
                throw new IllegalStateException(result.rejected().toString());
            }
        }
    }

    private void append(TypedRows rows, Latencies latencies) {
        boolean waits = plan.contestant() == IngestPlan.Contestant.APPENDER_SYNC;
        try (Appender appender = engine.appender(DATABASE, CpuData.TABLE)) {
            for (long i = 1; i <= rows.rowCount(); i++) {
                rows.advance();
                Appender.Row row = appender.row().time(rows.timeNs());
                for (int tag = 0; tag < CpuData.TAGS.size(); tag++) {
                    row.tag(CpuData.TAGS.get(tag), rows.tag(tag));
                }
                for (int field = 0; field < CpuData.FIELDS.size(); field++) {
                    row.field(CpuData.FIELDS.get(field), rows.field(field));
                }
                row.append();
                if (waits && i % plan.batchRows() == 0 || i == rows.rowCount()) {
                    long flushNs = System.nanoTime();
                    appender.flush();
                    latencies.add(System.nanoTime() - flushNs);
                }
            }
        }
    }

    @Override
    public void settle() {
        engine.flush();
    }

    @Override
    public long reopenAndCount() {
        engine.close();
        try (Engine again = Engine.open(config);
                Snapshot snapshot = again.snapshot(DATABASE)) {
            return snapshot.tables().size() == 1 ? again.stats().segmentRows() : 0;
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
