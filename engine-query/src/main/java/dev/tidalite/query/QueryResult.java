package dev.tidalite.query;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.arrow.ArrowSchemas;
import dev.tidalite.query.internal.arrow.VectorFiller;
import dev.tidalite.query.internal.exec.ExecutionContext;
import dev.tidalite.query.internal.exec.Frontend;
import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.DataType;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The rows of a query, batch by batch. Holds the snapshot that it reads until it is closed.
///
/// Read it either as Arrow batches by [#next()] or as plain rows by [#rows()], not by both. Used by
/// one thread; only [#cancel()] may be called by any.
public final class QueryResult implements AutoCloseable {
    /// Rows of a batch at most.
    private static final int BATCH_ROWS_MAX = 8192;

    private final Snapshot snapshot;
    private final ExecutionContext context;
    private final Operator root;
    private final Frontend.Planned planned;
    private final BufferAllocator parentAllocator;
    private @Nullable BufferAllocator allocator;
    private @Nullable Schema schema;
    private @Nullable VectorSchemaRoot vectors;
    private @Nullable Batch batch;
    private int nextRow;
    private long rowCount;
    private boolean closed;

    QueryResult(
            Snapshot snapshot,
            ExecutionContext context,
            Operator root,
            Frontend.Planned planned,
            BufferAllocator parentAllocator) {
        this.snapshot = snapshot;
        this.context = context;
        this.root = root;
        this.planned = planned;
        this.parentAllocator = parentAllocator;
    }

    /// The columns of the result; also there if it has no row.
    public Schema schema() {
        Schema known = schema;
        if (known == null) {
            known =
                    ArrowSchemas.of(
                            planned.plan().columns(), planned.metadata(), planned.fieldMetadata());
            schema = known;
        }
        return known;
    }

    /// The next rows, or null at the end. Owned by this result and overwritten by the next call.
    ///
    /// @throws QueryException if the query fails, was cancelled or has reached a limit
    public @Nullable VectorSchemaRoot next() {
        Batch current = advance();
        if (current == null) {
            return null;
        }
        int from = nextRow;
        int to = Math.min(current.rowCount(), from + BATCH_ROWS_MAX);
        nextRow = to;
        count(to - from);
        VectorSchemaRoot root = vectors();
        root.clear();
        for (int i = 0; i < root.getFieldVectors().size(); i++) {
            VectorFiller.fill(root.getVector(i), current.column(i), from, to);
        }
        root.setRowCount(to - from);
        return root;
    }

    /// The rows one by one.
    public Rows rows() {
        return new Rows(this, planned.plan().columns());
    }

    /// The batch that holds the next row, or null at the end.
    private @Nullable Batch advance() {
        Batch current = batch;
        if (current != null && nextRow < current.rowCount()) {
            return current;
        }
        if (closed) {
            throw new IllegalStateException("the result is closed");
        }
        try {
            context.check();
            current = root.next();
        } catch (EngineException e) {
            throw failure(e);
        }
        batch = current;
        nextRow = 0;
        return current;
    }

    /// The whole rest of the current batch, for [Rows].
    @Nullable Batch nextBatch() {
        Batch current = advance();
        if (current != null) {
            count(current.rowCount());
            nextRow = current.rowCount();
        }
        return current;
    }

    private void count(int rows) {
        rowCount += rows;
        if (rowCount > context.limits().resultRowsMax()) {
            throw new QueryException(
                    Code.RESOURCE,
                    "query gives more than the limit of "
                            + context.limits().resultRowsMax()
                            + " rows");
        }
    }

    static QueryException failure(EngineException e) {
        return switch (e) {
            case EngineException.NotFound notFound ->
                    new QueryException(Code.NOT_FOUND, String.valueOf(notFound.getMessage()), e);
            case EngineException.Overloaded _, EngineException.LimitExceeded _ ->
                    new QueryException(Code.RESOURCE, String.valueOf(e.getMessage()), e);
            case EngineException.Corrupt _,
                    EngineException.Storage _,
                    EngineException.ReadOnly _,
                    EngineException.Locked _,
                    EngineException.Closed _ ->
                    new QueryException(Code.INTERNAL, String.valueOf(e.getMessage()), e);
        };
    }

    /// What holds the batches that [#next()] gives. Owned by this result: whoever keeps vectors of
    /// it must close them first.
    public BufferAllocator allocator() {
        BufferAllocator known = allocator;
        if (known == null) {
            known = parentAllocator.newChildAllocator("result", 0, Long.MAX_VALUE);
            allocator = known;
        }
        return known;
    }

    private VectorSchemaRoot vectors() {
        VectorSchemaRoot known = vectors;
        if (known == null) {
            known = VectorSchemaRoot.create(schema(), allocator());
            vectors = known;
        }
        return known;
    }

    /// Names of the columns, in order.
    public List<String> columnNames() {
        return planned.plan().columns().stream().map(PlanColumn::name).toList();
    }

    /// Types of the columns, in order.
    List<DataType> columnTypes() {
        List<DataType> types = new ArrayList<>();
        planned.plan().columns().forEach(column -> types.add(column.type()));
        return types;
    }

    /// How many rows have been handed out so far.
    public long rowCount() {
        return rowCount;
    }

    /// Makes the query end with [QueryException.Code#CANCELLED] soon. Any thread may call it.
    public void cancel() {
        context.cancel();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        batch = null;
        context.cancel();
        try {
            if (vectors != null) {
                vectors.close();
            }
            if (allocator != null) {
                allocator.close();
            }
        } finally {
            try {
                root.close();
            } finally {
                snapshot.close();
            }
        }
    }
}
