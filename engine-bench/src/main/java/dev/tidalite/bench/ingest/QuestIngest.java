package dev.tidalite.bench.ingest;

import dev.tidalite.bench.tsbs.CpuData;

import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.CommitMode;
import io.questdb.cairo.DefaultCairoConfiguration;
import io.questdb.cairo.TableToken;
import io.questdb.cairo.TableWriter;
import io.questdb.cairo.security.AllowAllSecurityContext;
import io.questdb.cairo.wal.ApplyWal2TableJob;
import io.questdb.cairo.wal.WalWriter;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContextImpl;
import io.questdb.griffin.engine.functions.bind.BindVariableServiceImpl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// QuestDB in this process, through its WAL writer, with its own defaults; the WAL is applied to
/// the table by this thread afterwards, which the settled figure includes.
final class QuestIngest {
    /// Where QuestDB looks for the name of its log configuration.
    private static final String LOG_PROPERTY = "out";

    private static final long NANOS_PER_MICRO = 1_000;

    private QuestIngest() {}

    /// @param synced whether a commit waits for the disk, which is not its default
    static IngestResult run(IngestPlan plan, boolean synced) throws IOException {
        System.setProperty(LOG_PROPERTY, "/dev/tidalite/bench/ingest/questdb-log.conf");
        String name = synced ? "questdb-sync" : "questdb";
        Path folder = plan.folder().resolve(name);
        ProcessUse.deleteTree(folder);
        Files.createDirectories(folder);
        ProcessUse.resetPeaks();
        DefaultCairoConfiguration configuration =
                new DefaultCairoConfiguration(folder.toString()) {
                    @Override
                    public int getCommitMode() {
                        return synced ? CommitMode.SYNC : super.getCommitMode();
                    }
                };
        try (CairoEngine engine = new CairoEngine(configuration)) {
            return measure(plan, name, folder, engine);
        } catch (SqlException e) {
            throw new IOException(e);
        }
    }

    private static IngestResult measure(
            IngestPlan plan, String name, Path folder, CairoEngine engine)
            throws SqlException, IOException {
        SqlExecutionContextImpl context =
                new SqlExecutionContextImpl(engine, 1)
                        .with(
                                AllowAllSecurityContext.INSTANCE,
                                new BindVariableServiceImpl(engine.getConfiguration()));
        engine.execute(ddl(), context);
        TableToken table = engine.verifyTableName(CpuData.TABLE);
        Latencies latencies = new Latencies();
        CpuData data = new CpuData(plan.hosts(), CpuData.Values.INTEGER, 1);
        double cpuBefore = ProcessUse.cpuSeconds();
        long startNs = System.nanoTime();
        try (WalWriter writer = engine.getWalWriter(table)) {
            append(plan, data, writer, latencies);
        }
        double ackSeconds = (System.nanoTime() - startNs) / 1e9;
        try (ApplyWal2TableJob job = new ApplyWal2TableJob(engine, 0)) {
            while (job.run(0)) {
                // until nothing is left to apply
            }
        }
        double settledSeconds = (System.nanoTime() - startNs) / 1e9;
        return new IngestResult(
                name,
                plan.rows(),
                ackSeconds,
                settledSeconds,
                ProcessUse.cpuSeconds() - cpuBefore,
                0,
                0,
                ProcessUse.diskBytes(folder),
                ProcessUse.peakHeapMiB(),
                ProcessUse.peakResidentMiB(),
                Double.NaN,
                latencies);
    }

    private static String ddl() {
        StringBuilder ddl = new StringBuilder("CREATE TABLE cpu (");
        CpuData.TAGS.forEach(tag -> ddl.append(tag).append(" SYMBOL, "));
        CpuData.FIELDS.forEach(field -> ddl.append(field).append(" LONG, "));
        return ddl.append("timestamp TIMESTAMP) timestamp(timestamp) PARTITION BY DAY WAL")
                .toString();
    }

    private static void append(
            IngestPlan plan, CpuData data, WalWriter writer, Latencies latencies) {
        int tagCount = CpuData.TAGS.size();
        for (long i = 1; i <= plan.rows(); i++) {
            data.advance();
            TableWriter.Row row = writer.newRow(data.timeNs() / NANOS_PER_MICRO);
            String[] tags = data.tags(data.host());
            for (int tag = 0; tag < tagCount; tag++) {
                row.putSym(tag, tags[tag]);
            }
            for (int field = 0; field < CpuData.FIELDS.size(); field++) {
                row.putLong(tagCount + field, (long) data.value(field));
            }
            row.append();
            if (i % plan.batchRows() == 0 || i == plan.rows()) {
                long commitNs = System.nanoTime();
                writer.commit();
                latencies.add(System.nanoTime() - commitNs);
            }
        }
    }
}
