package dev.tidalite.bench.query;

import dev.tidalite.bench.tsbs.CpuData;

import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.ColumnType;
import io.questdb.cairo.DefaultCairoConfiguration;
import io.questdb.cairo.TableToken;
import io.questdb.cairo.TableWriter;
import io.questdb.cairo.security.AllowAllSecurityContext;
import io.questdb.cairo.sql.Record;
import io.questdb.cairo.sql.RecordCursor;
import io.questdb.cairo.sql.RecordCursorFactory;
import io.questdb.cairo.sql.RecordMetadata;
import io.questdb.cairo.wal.ApplyWal2TableJob;
import io.questdb.cairo.wal.WalWriter;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContextImpl;
import io.questdb.griffin.engine.functions.bind.BindVariableServiceImpl;
import io.questdb.mp.WorkerPool;
import io.questdb.mp.WorkerPoolUtils;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// QuestDB in this process with its own defaults and a pool of workers; results are read row by
/// row, which is how it hands them out.
final class QuestContender implements Contender {
    /// Where QuestDB looks for the name of its log configuration.
    private static final String LOG_PROPERTY = "out";

    private static final long NANOS_PER_MICRO = 1_000;
    private static final int COMMIT_ROWS = 100_000;

    private final CairoEngine engine;
    private final WorkerPool workers;
    private final SqlExecutionContextImpl context;

    private QuestContender(CairoEngine engine, int threads) throws SqlException {
        this.engine = engine;
        this.context =
                new SqlExecutionContextImpl(engine, threads)
                        .with(
                                AllowAllSecurityContext.INSTANCE,
                                new BindVariableServiceImpl(engine.getConfiguration()));
        this.workers = new WorkerPool(() -> threads);
        WorkerPoolUtils.setupQueryJobs(workers, engine);
        workers.start();
    }

    static QuestContender open(QueryPlan plan) throws SqlException, IOException {
        System.setProperty(LOG_PROPERTY, "/dev/tidalite/bench/ingest/questdb-log.conf");
        Path folder = plan.folderOf("questdb");
        boolean filled = Files.exists(folder);
        Files.createDirectories(folder);
        CairoEngine engine = new CairoEngine(new DefaultCairoConfiguration(folder.toString()));
        engine.load();
        QuestContender contender = new QuestContender(engine, plan.threads());
        if (!filled) {
            contender.fill(plan);
        }
        return contender;
    }

    private void fill(QueryPlan plan) throws SqlException {
        StringBuilder ddl = new StringBuilder("CREATE TABLE cpu (");
        CpuData.TAGS.forEach(tag -> ddl.append(tag).append(" SYMBOL, "));
        String type = plan.isInteger() ? " LONG, " : " DOUBLE, ";
        CpuData.FIELDS.forEach(field -> ddl.append(field).append(type));
        ddl.append("timestamp TIMESTAMP) timestamp(timestamp) PARTITION BY DAY WAL");
        engine.execute(ddl, context);
        TableToken table = engine.verifyTableName(CpuData.TABLE);
        CpuData data = new CpuData(plan.hosts(), plan.values(), 1);
        try (WalWriter writer = engine.getWalWriter(table)) {
            long rows = plan.hosts() * plan.steps();
            for (long i = 1; i <= rows; i++) {
                data.advance();
                append(writer.newRow(data.timeNs() / NANOS_PER_MICRO), data, plan.isInteger());
                if (i % COMMIT_ROWS == 0 || i == rows) {
                    writer.commit();
                }
            }
        }
        try (ApplyWal2TableJob job = new ApplyWal2TableJob(engine, 0)) {
            while (job.run(0)) {
                // until nothing is left to apply
            }
        }
    }

    private static void append(TableWriter.Row row, CpuData data, boolean integer) {
        String[] tags = data.tags(data.host());
        for (int tag = 0; tag < tags.length; tag++) {
            row.putSym(tag, tags[tag]);
        }
        for (int field = 0; field < CpuData.FIELDS.size(); field++) {
            if (integer) {
                row.putLong(tags.length + field, (long) data.value(field));
            } else {
                row.putDouble(tags.length + field, data.value(field));
            }
        }
        row.append();
    }

    @Override
    public long run(TsbsQuestion question) throws SqlException {
        long rows = 0;
        long sum = 0;
        try (RecordCursorFactory factory = engine.select(question.questDb(), context);
                RecordCursor cursor = factory.getCursor(context)) {
            int[] types = types(factory.getMetadata());
            Record row = cursor.getRecord();
            while (cursor.hasNext()) {
                rows++;
                for (int column = 0; column < types.length; column++) {
                    sum += look(row, column, types[column]);
                }
            }
        }
        return sum == Long.MIN_VALUE ? -1 : rows;
    }

    private static int[] types(RecordMetadata metadata) {
        int[] types = new int[metadata.getColumnCount()];
        for (int column = 0; column < types.length; column++) {
            types[column] = ColumnType.tagOf(metadata.getColumnType(column));
        }
        return types;
    }

    private static long look(Record row, int column, int type) {
        return switch (type) {
            case ColumnType.SYMBOL -> {
                CharSequence text = row.getSymA(column);
                yield text == null ? 0 : text.length();
            }
            case ColumnType.DOUBLE -> (long) row.getDouble(column);
            case ColumnType.TIMESTAMP -> row.getTimestamp(column);
            default -> row.getLong(column);
        };
    }

    @Override
    public Answer answer(TsbsQuestion question) throws SqlException {
        Answer answer = new Answer();
        try (RecordCursorFactory factory = engine.select(question.questDb(), context);
                RecordCursor cursor = factory.getCursor(context)) {
            RecordMetadata metadata = factory.getMetadata();
            int[] types = types(metadata);
            List<String> names = new ArrayList<>();
            for (int column = 0; column < types.length; column++) {
                names.add(metadata.getColumnName(column));
            }
            List<Integer> order = Answer.order(question, names);
            Record row = cursor.getRecord();
            while (cursor.hasNext()) {
                List<@Nullable Object> values = new ArrayList<>(order.size());
                for (int column : order) {
                    values.add(value(row, column, types[column]));
                }
                answer.add(values);
            }
        }
        return answer;
    }

    private static @Nullable Object value(Record row, int column, int type) {
        return switch (type) {
            case ColumnType.SYMBOL -> {
                CharSequence text = row.getSymA(column);
                yield text == null ? null : text.toString();
            }
            case ColumnType.DOUBLE -> row.getDouble(column);
            case ColumnType.TIMESTAMP -> row.getTimestamp(column) * NANOS_PER_MICRO;
            default -> row.getLong(column);
        };
    }

    @Override
    public void close() {
        workers.halt();
        engine.close();
    }
}
