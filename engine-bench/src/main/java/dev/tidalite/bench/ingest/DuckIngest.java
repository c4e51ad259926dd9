package dev.tidalite.bench.ingest;

import dev.tidalite.bench.report.Latencies;
import dev.tidalite.bench.tsbs.CpuData;

import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// DuckDB in this process, through its appender, which one thread uses; a checkpoint settles it.
final class DuckIngest implements IngestTarget {
    private final IngestPlan plan;
    private final String url;
    private final Connection connection;

    DuckIngest(IngestPlan plan) throws IOException {
        this.plan = plan;
        url = "jdbc:duckdb:" + plan.ownFolder().resolve("cpu.db");
        try {
            connection = DriverManager.getConnection(url);
            execute(ddl());
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

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void write(Latencies latencies) throws IOException {
        IngestPlan alone =
                new IngestPlan(
                        plan.contestant(),
                        plan.folder(),
                        plan.hosts(),
                        plan.rows(),
                        plan.batchRows(),
                        /* threads= */ 1,
                        0,
                        0);
        try (DuckDBAppender appender =
                ((DuckDBConnection) connection).createAppender("main", CpuData.TABLE)) {
            append(new TypedRows(alone, 0), appender, latencies);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private void append(TypedRows rows, DuckDBAppender appender, Latencies latencies)
            throws SQLException {
        LocalDateTime time = LocalDateTime.MIN;
        for (long i = 1; i <= rows.rowCount(); i++) {
            rows.advance();
            if (rows.isNewStep()) {
                long seconds = rows.timeNs() / 1_000_000_000L;
                time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
            }
            appender.beginRow();
            appender.append(time);
            for (int tag = 0; tag < CpuData.TAGS.size(); tag++) {
                appender.append(rows.tag(tag));
            }
            for (int field = 0; field < CpuData.FIELDS.size(); field++) {
                appender.append(rows.field(field));
            }
            appender.endRow();
            if (i % plan.batchRows() == 0) {
                long flushNs = System.nanoTime();
                appender.flush();
                latencies.add(System.nanoTime() - flushNs);
            }
        }
    }

    @Override
    public void settle() throws IOException {
        try {
            execute("CHECKPOINT");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public long reopenAndCount() throws IOException {
        close();
        try (Connection again = DriverManager.getConnection(url);
                Statement statement = again.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM cpu")) {
            return result.next() ? result.getLong(1) : 0;
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
