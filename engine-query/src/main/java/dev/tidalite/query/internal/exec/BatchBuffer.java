package dev.tidalite.query.internal.exec;

import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.ColumnBuilder;
import dev.tidalite.query.internal.expr.DataType;

import java.util.ArrayList;
import java.util.List;

/// Copies of the rows of many batches, as one. For one thread.
public final class BatchBuffer {
    private final List<ColumnBuilder> builders = new ArrayList<>();
    private int rowCount;

    public BatchBuffer(List<DataType> types) {
        for (DataType type : types) {
            builders.add(ColumnBuilder.of(type));
        }
    }

    public static BatchBuffer of(List<PlanColumn> columns) {
        return new BatchBuffer(columns.stream().map(PlanColumn::type).toList());
    }

    public int rowCount() {
        return rowCount;
    }

    public void append(Batch batch) {
        append(batch, 0, batch.rowCount());
    }

    /// Appends rows `[from, to)`.
    public void append(Batch batch, int from, int to) {
        for (int i = 0; i < builders.size(); i++) {
            builders.get(i).append(batch.column(i), from, to);
        }
        rowCount = Math.addExact(rowCount, to - from);
    }

    public long memoryBytes() {
        long bytes = 0;
        for (ColumnBuilder builder : builders) {
            bytes += builder.memoryBytes();
        }
        return bytes;
    }

    /// All rows; the buffer must not be used afterwards.
    public Batch build() {
        List<Column> columns = new ArrayList<>(builders.size());
        for (ColumnBuilder builder : builders) {
            columns.add(builder.build());
        }
        return new Batch(columns, rowCount);
    }

    /// Takes in everything an operator makes, and closes it.
    public static Batch drain(
            Operator input,
            List<PlanColumn> columns,
            ExecutionContext context,
            MemoryAccount memory) {
        BatchBuffer buffer = of(columns);
        try (input) {
            for (Batch batch = input.next(); batch != null; batch = input.next()) {
                context.check();
                buffer.append(batch);
                memory.set(buffer.memoryBytes());
            }
        }
        return buffer.build();
    }
}
