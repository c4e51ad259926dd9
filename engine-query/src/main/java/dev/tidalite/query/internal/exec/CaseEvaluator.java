package dev.tidalite.query.internal.exec;

import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.ColumnBuilder;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Evaluator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// CASE: each branch is computed only for the rows that reach it, so that a branch may guard the
/// next one against a division by zero.
final class CaseEvaluator implements Evaluator {
    private final List<Branch> branches;
    private final Part orElse;
    private final DataType type;

    /// @param columns those of the batch that the expression reads
    record Part(Evaluator evaluator, BitSet columns) {
        Column evaluate(Batch batch, int[] rows, int count) {
            if (count == batch.rowCount()) {
                return evaluator.evaluate(batch);
            }
            List<Column> gathered = new ArrayList<>(batch.columns().size());
            for (int i = 0; i < batch.columns().size(); i++) {
                gathered.add(
                        columns.get(i)
                                ? Columns.gather(batch.column(i), rows, count)
                                : new Column.Constant(DataType.NULL, null));
            }
            return evaluator.evaluate(new Batch(gathered, count));
        }
    }

    record Branch(Part condition, Part value) {}

    CaseEvaluator(List<Branch> branches, Part orElse, DataType type) {
        this.branches = branches;
        this.orElse = orElse;
        this.type = type;
    }

    @Override
    public Column evaluate(Batch batch) {
        int rowCount = batch.rowCount();
        ColumnBuilder values = ColumnBuilder.of(type);
        int[] places = new int[rowCount];
        int[] open = new int[rowCount]; // rows that no branch has taken yet
        for (int row = 0; row < rowCount; row++) {
            open[row] = row;
        }
        int openCount = rowCount;
        for (Branch branch : branches) {
            if (openCount == 0) {
                break;
            }
            int[] hits = new int[openCount];
            Column condition = branch.condition.evaluate(batch, open, openCount);
            int hitCount = Columns.selectTrue(condition, openCount, hits);
            if (hitCount == 0) {
                continue;
            }
            int[] taken = new int[hitCount];
            int[] rest = new int[openCount];
            int restCount = 0;
            for (int i = 0, hit = 0; i < openCount; i++) {
                if (hit < hitCount && hits[hit] == i) {
                    taken[hit++] = open[i];
                } else {
                    rest[restCount++] = open[i];
                }
            }
            append(values, branch.value, batch, taken, hitCount, places);
            open = rest;
            openCount = restCount;
        }
        if (openCount > 0) {
            append(values, orElse, batch, open, openCount, places);
        }
        return Columns.gather(values.build(), places, rowCount);
    }

    private static void append(
            ColumnBuilder values, Part part, Batch batch, int[] rows, int count, int[] places) {
        for (int i = 0; i < count; i++) {
            places[rows[i]] = values.size() + i;
        }
        values.append(part.evaluate(batch, rows, count), 0, count);
    }
}
