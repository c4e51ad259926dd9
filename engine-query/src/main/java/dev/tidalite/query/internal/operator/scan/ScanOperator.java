package dev.tidalite.query.internal.operator.scan;

import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.batch.ColumnVector;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The batches of a cursor, over the same arrays.
final class ScanOperator implements Operator {
    private final BatchCursor cursor;

    ScanOperator(BatchCursor cursor) {
        this.cursor = cursor;
    }

    @Override
    public @Nullable Batch next() {
        TableBatch batch = cursor.next();
        if (batch == null) {
            return null;
        }
        List<Column> columns = new ArrayList<>(batch.vectors().size());
        for (ColumnVector vector : batch.vectors()) {
            columns.add(Columns.of(vector));
        }
        return new Batch(columns, batch.rowCount(), batch.runEnds(), batch.runCount());
    }

    @Override
    public void close() {
        cursor.close();
    }
}
