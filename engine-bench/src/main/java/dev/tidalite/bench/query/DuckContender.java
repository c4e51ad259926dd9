package dev.tidalite.bench.query;

import dev.tidalite.bench.tsbs.CpuData;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// DuckDB in this process, over a table of its own or over our files. Results are read as Arrow
/// batches.
final class DuckContender implements Contender {
    private static final int BATCH_ROWS = 8192;
    private static final int FLUSH_ROWS = 100_000;

    private final Connection connection;
    private final BufferAllocator allocator = new RootAllocator();

    private DuckContender(Connection connection) {
        this.connection = connection;
    }

    /// A table in a file of DuckDB's, in the order in which rows came.
    static DuckContender table(QueryPlan plan) throws SQLException, IOException {
        Path file = plan.folderOf("duckdb").resolveSibling(plan.folderOf("duckdb") + ".db");
        boolean filled = Files.exists(file);
        Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
        DuckContender contender = new DuckContender(connection);
        contender.execute("SET threads TO " + plan.threads());
        if (!filled) {
            contender.fill(plan);
        }
        return contender;
    }

    /// A view of the files that this engine wrote.
    static DuckContender files(QueryPlan plan) throws SQLException, IOException {
        String files =
                TidaliteContender.files(plan).stream()
                        .map(file -> "'" + file + "'")
                        .collect(Collectors.joining(", ", "[", "]"));
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        DuckContender contender = new DuckContender(connection);
        contender.execute("SET threads TO " + plan.threads());
        contender.execute("CREATE VIEW cpu AS SELECT * FROM read_parquet(" + files + ")");
        return contender;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void fill(QueryPlan plan) throws SQLException {
        StringBuilder ddl = new StringBuilder("CREATE TABLE cpu (time TIMESTAMP");
        CpuData.TAGS.forEach(tag -> ddl.append(", ").append(tag).append(" VARCHAR"));
        String type = plan.isInteger() ? " BIGINT" : " DOUBLE";
        CpuData.FIELDS.forEach(field -> ddl.append(", ").append(field).append(type));
        execute(ddl.append(')').toString());
        CpuData data = new CpuData(plan.hosts(), plan.values(), 1);
        try (DuckDBAppender appender =
                ((DuckDBConnection) connection).createAppender("main", "cpu")) {
            LocalDateTime time = LocalDateTime.MIN;
            long rows = plan.hosts() * plan.steps();
            for (long i = 1; i <= rows; i++) {
                data.advance();
                if (data.host() == 0) {
                    long seconds = data.timeNs() / 1_000_000_000L;
                    time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
                }
                append(appender, time, data, plan.isInteger());
                if (i % FLUSH_ROWS == 0) {
                    appender.flush();
                }
            }
        }
        execute("CHECKPOINT");
    }

    private static void append(
            DuckDBAppender appender, LocalDateTime time, CpuData data, boolean integer)
            throws SQLException {
        appender.beginRow();
        appender.append(time);
        for (String tag : data.tags(data.host())) {
            appender.append(tag);
        }
        for (int field = 0; field < CpuData.FIELDS.size(); field++) {
            if (integer) {
                appender.append((long) data.value(field));
            } else {
                appender.append(data.value(field));
            }
        }
        appender.endRow();
    }

    @Override
    public long run(TsbsQuestion question) throws SQLException, IOException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(question.duckDb());
                ArrowReader reader =
                        (ArrowReader)
                                ((DuckDBResultSet) result)
                                        .arrowExportStream(allocator, BATCH_ROWS)) {
            long rows = 0;
            while (reader.loadNextBatch()) {
                rows += reader.getVectorSchemaRoot().getRowCount();
            }
            return rows;
        }
    }

    @Override
    public Answer answer(TsbsQuestion question) throws SQLException {
        Answer answer = new Answer();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(question.duckDb())) {
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                names.add(result.getMetaData().getColumnName(i));
            }
            List<Integer> order = Answer.order(question, names);
            while (result.next()) {
                List<@Nullable Object> values = new ArrayList<>(order.size());
                for (int column : order) {
                    values.add(plain(result, column + 1));
                }
                answer.add(values);
            }
        }
        return answer;
    }

    private static @Nullable Object plain(ResultSet result, int column) throws SQLException {
        Object value = result.getObject(column);
        if (value instanceof java.sql.Timestamp) {
            LocalDateTime time = result.getObject(column, LocalDateTime.class);
            Instant at = time.toInstant(ZoneOffset.UTC);
            return at.getEpochSecond() * 1_000_000_000L + at.getNano();
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
        allocator.close();
    }
}
