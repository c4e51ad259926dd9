package dev.tidalite.engine.testing;

import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.batch.BooleanVector;
import dev.tidalite.engine.batch.ColumnVector;
import dev.tidalite.engine.batch.DictionaryVector;
import dev.tidalite.engine.batch.DoubleVector;
import dev.tidalite.engine.batch.LongVector;
import dev.tidalite.engine.batch.StringVector;
import dev.tidalite.engine.batch.TableBatch;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns what a scan delivers into lists of objects, to be compared.
public final class NaiveRows {
    private NaiveRows() {}

    /// All rows of a cursor, which is closed; values as in [NaiveTable], lists so that they can be
    /// compared.
    public static List<List<@Nullable Object>> drain(BatchCursor cursor) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (cursor) {
            for (TableBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
                addRows(batch, rows);
            }
        }
        return rows;
    }

    /// The rows of one batch.
    public static void addRows(TableBatch batch, List<List<@Nullable Object>> rows) {
        if (batch.rowCount() == 0) {
            throw new IllegalArgumentException("an empty batch");
        }
        for (int row = 0; row < batch.rowCount(); row++) {
            @Nullable Object[] values = new Object[batch.vectors().size()];
            for (int column = 0; column < values.length; column++) {
                values[column] = value(batch.vector(column), row);
            }
            rows.add(Arrays.asList(values));
        }
    }

    /// How often each row comes: to compare rows whose order does not matter.
    public static Map<List<@Nullable Object>, Integer> counts(List<List<@Nullable Object>> rows) {
        Map<List<@Nullable Object>, Integer> counts = new HashMap<>();
        rows.forEach(row -> counts.merge(row, 1, Integer::sum));
        return counts;
    }

    /// The value of a row, or null if it has none.
    public static @Nullable Object value(ColumnVector vector, int row) {
        if (!vector.isValid(row)) {
            return null;
        }
        return switch (vector) {
            case LongVector longs -> longs.values()[row];
            case DoubleVector doubles -> doubles.values()[row];
            case BooleanVector booleans -> booleans.values()[row];
            case StringVector texts -> texts.text(row);
            case DictionaryVector tags -> tags.text(row);
        };
    }
}
