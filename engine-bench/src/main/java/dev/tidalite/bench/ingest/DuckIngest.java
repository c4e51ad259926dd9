package dev.tidalite.bench.ingest;

import dev.tidalite.bench.tsbs.CpuData;

import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// DuckDB in this process, through its appender; a checkpoint ends it.
final class DuckIngest {
    private DuckIngest() {}

    static IngestResult run(IngestPlan plan) throws IOException {
        Path folder = plan.folder().resolve("duckdb");
        ProcessUse.deleteTree(folder);
        Files.createDirectories(folder);
        ProcessUse.resetPeaks();
        try (Connection connection =
                        DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("cpu.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(ddl());
            CpuData data = new CpuData(plan.hosts(), CpuData.Values.INTEGER, 1);
            Latencies latencies = new Latencies();
            double cpuBefore = ProcessUse.cpuSeconds();
            long startNs = System.nanoTime();
            append(plan, data, (DuckDBConnection) connection, latencies);
            double ackSeconds = (System.nanoTime() - startNs) / 1e9;
            statement.execute("CHECKPOINT");
            double settledSeconds = (System.nanoTime() - startNs) / 1e9;
            return new IngestResult(
                    "duckdb",
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
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private static String ddl() {
        StringBuilder ddl = new StringBuilder("CREATE TABLE cpu (time TIMESTAMP");
        CpuData.TAGS.forEach(tag -> ddl.append(", ").append(tag).append(" VARCHAR"));
        CpuData.FIELDS.forEach(field -> ddl.append(", ").append(field).append(" BIGINT"));
        return ddl.append(')').toString();
    }

    private static void append(
            IngestPlan plan, CpuData data, DuckDBConnection connection, Latencies latencies)
            throws SQLException {
        try (DuckDBAppender appender = connection.createAppender("main", "cpu")) {
            LocalDateTime time = LocalDateTime.MIN;
            for (long i = 1; i <= plan.rows(); i++) {
                data.advance();
                if (data.host() == 0) {
                    long seconds = data.timeNs() / 1_000_000_000L;
                    time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
                }
                appender.beginRow();
                appender.append(time);
                for (String tag : data.tags(data.host())) {
                    appender.append(tag);
                }
                for (int field = 0; field < CpuData.FIELDS.size(); field++) {
                    appender.append((long) data.value(field));
                }
                appender.endRow();
                if (i % plan.batchRows() == 0) {
                    long flushNs = System.nanoTime();
                    appender.flush();
                    latencies.add(System.nanoTime() - flushNs);
                }
            }
        }
    }
}
