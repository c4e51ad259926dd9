package dev.tidalite.bench.ingest;

import dev.tidalite.bench.report.Latencies;
import dev.tidalite.bench.tsbs.CpuData;

import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.CommitMode;
import io.questdb.cairo.DefaultCairoConfiguration;
import io.questdb.cairo.TableReader;
import io.questdb.cairo.TableToken;
import io.questdb.cairo.TableWriter;
import io.questdb.cairo.security.AllowAllSecurityContext;
import io.questdb.cairo.wal.ApplyWal2TableJob;
import io.questdb.cairo.wal.WalWriter;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContextImpl;
import io.questdb.griffin.engine.functions.bind.BindVariableServiceImpl;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// QuestDB in this process, a WAL writer for each thread, with its own defaults; one thread applies
/// the WAL to the table, afterwards or, for [IngestPlan.Contestant#QUESTDB_APPLY], meanwhile.
final class QuestIngest implements IngestTarget {
    /// Where QuestDB looks for the name of its log configuration.
    private static final String LOG_PROPERTY = "out";

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long IDLE_NS = 1_000_000;

    private final IngestPlan plan;
    private final CairoEngine engine;
    private final TableToken table;

    QuestIngest(IngestPlan plan) throws IOException {
        this.plan = plan;
        System.setProperty(LOG_PROPERTY, "/dev/tidalite/bench/ingest/questdb-log.conf");
        engine = new CairoEngine(configuration(plan));
        SqlExecutionContextImpl context =
                new SqlExecutionContextImpl(engine, 1)
                        .with(
                                AllowAllSecurityContext.INSTANCE,
                                new BindVariableServiceImpl(engine.getConfiguration()));
        try {
            engine.execute(ddl(), context);
        } catch (SqlException e) {
            engine.close();
            throw new IOException(e);
        }
        table = engine.verifyTableName(CpuData.TABLE);
    }

    private static DefaultCairoConfiguration configuration(IngestPlan plan) {
        boolean synced = plan.contestant() == IngestPlan.Contestant.QUESTDB_SYNC;
        return new DefaultCairoConfiguration(plan.ownFolder().toString()) {
            @Override
            public int getCommitMode() {
                return synced ? CommitMode.SYNC : super.getCommitMode();
            }
        };
    }

    private static String ddl() {
        StringBuilder ddl = new StringBuilder("CREATE TABLE cpu (");
        CpuData.TAGS.forEach(tag -> ddl.append(tag).append(" SYMBOL, "));
        CpuData.FIELDS.forEach(field -> ddl.append(field).append(" LONG, "));
        return ddl.append("timestamp TIMESTAMP) timestamp(timestamp) PARTITION BY DAY WAL")
                .toString();
    }

    @Override
    public void write(Latencies latencies) {
        if (plan.contestant() != IngestPlan.Contestant.QUESTDB_APPLY) {
            writeAll(latencies);
            return;
        }
        AtomicBoolean done = new AtomicBoolean();
        Thread applier = Thread.ofPlatform().name("applier").start(() -> applyUntil(done));
        try {
            writeAll(latencies);
        } finally {
            done.set(true);
            join(applier);
        }
    }

    private void applyUntil(AtomicBoolean done) {
        try (ApplyWal2TableJob job = new ApplyWal2TableJob(engine, 0)) {
            while (!done.get()) {
                if (!job.run(0)) {
                    LockSupport.parkNanos(IDLE_NS);
                }
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void writeAll(Latencies latencies) {
        Writers.runAll(
                plan.threads(),
                thread -> {
                    try (WalWriter writer = engine.getWalWriter(table)) {
                        append(new TypedRows(plan, thread), writer, latencies);
                    }
                });
    }

    private void append(TypedRows rows, WalWriter writer, Latencies latencies) {
        int tagCount = CpuData.TAGS.size();
        for (long i = 1; i <= rows.rowCount(); i++) {
            rows.advance();
            TableWriter.Row row = writer.newRow(rows.timeNs() / NANOS_PER_MICRO);
            for (int tag = 0; tag < tagCount; tag++) {
                row.putSym(tag, rows.tag(tag));
            }
            for (int field = 0; field < CpuData.FIELDS.size(); field++) {
                row.putLong(tagCount + field, rows.field(field));
            }
            row.append();
            if (i % plan.batchRows() == 0 || i == rows.rowCount()) {
                long commitNs = System.nanoTime();
                writer.commit();
                latencies.add(System.nanoTime() - commitNs);
            }
        }
    }

    @Override
    public void settle() {
        try (ApplyWal2TableJob job = new ApplyWal2TableJob(engine, 0)) {
            while (job.run(0)) {
                // until nothing is left to apply
            }
        }
    }

    @Override
    public long reopenAndCount() {
        engine.close();
        try (CairoEngine again = new CairoEngine(configuration(plan))) {
            again.load();
            try (TableReader reader = again.getReader(CpuData.TABLE)) {
                return reader.size();
            }
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
