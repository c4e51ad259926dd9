package dev.tidalite.engine.internal.scan;

import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.ColumnVector;
import dev.tidalite.engine.batch.DictionaryVector;
import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.internal.merge.SeriesUnion;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The columns of the batch that a cursor is about to hand out, filled anew for each. For one
/// thread.
final class BatchColumns {
    private static final StringDictionary EMPTY = new StringDictionary(new byte[0][]);

    private final ResolvedScan scan;
    private final List<ColumnSchema> columns = new ArrayList<>();

    /// Per column its values, or null for a tag.
    private final @Nullable ColumnSink[] sinks;

    /// Per column the entry numbers of a tag, empty for others.
    private final int[][] ids;

    BatchColumns(ResolvedScan scan) {
        this.scan = scan;
        int count = scan.ordinals().length;
        this.sinks = new ColumnSink[count];
        this.ids = new int[count][0];
        for (int column = 0; column < count; column++) {
            ColumnSchema schema = scan.column(column);
            columns.add(schema);
            sinks[column] = schema.role() == ColumnRole.TAG ? null : ColumnSink.of(schema.type());
        }
    }

    int count() {
        return sinks.length;
    }

    int ordinal(int column) {
        return scan.ordinals()[column];
    }

    /// The sink of a column, cleared; null for a tag.
    @Nullable ColumnSink cleared(int column) {
        ColumnSink sink = sinks[column];
        if (sink != null) {
            sink.clear();
        }
        return sink;
    }

    /// The sink of a column as it is; null for a tag.
    @Nullable ColumnSink sink(int column) {
        return sinks[column];
    }

    /// Makes the batch of what is in the sinks, and of tags.
    ///
    /// @param runSeries per run its series
    /// @param withRuns whether the reader is to see the runs
    TableBatch batch(
            SeriesUnion union,
            int rowCount,
            int[] runEnds,
            RunSeries runSeries,
            int runCount,
            boolean withRuns) {
        List<ColumnVector> vectors = new ArrayList<>(sinks.length);
        for (int column = 0; column < sinks.length; column++) {
            ColumnSink sink = sinks[column];
            vectors.add(
                    sink == null
                            ? tags(column, union, rowCount, runEnds, runSeries, runCount)
                            : sink.vector());
        }
        String table = scan.schema().table();
        return withRuns
                ? new TableBatch(table, columns, vectors, rowCount, runEnds, runCount)
                : new TableBatch(table, columns, vectors, rowCount);
    }

    /// Names the series of a run by its number in the union.
    @FunctionalInterface
    interface RunSeries {
        int at(int run);
    }

    private DictionaryVector tags(
            int column,
            SeriesUnion union,
            int rowCount,
            int[] runEnds,
            RunSeries runSeries,
            int runCount) {
        if (ids[column].length < rowCount) {
            ids[column] = new int[rowCount];
        }
        int[] target = ids[column];
        int tag = union.tagOf(ordinal(column));
        long[] validity = null;
        int start = 0;
        for (int run = 0; run < runCount; run++) {
            int end = runEnds[run];
            int id = tag < 0 ? -1 : union.id(runSeries.at(run), tag);
            if (id < 0 && validity == null) {
                validity = new long[Validity.words(rowCount)];
                Validity.setRange(validity, 0, start);
            }
            if (id >= 0) {
                Arrays.fill(target, start, end, id);
                if (validity != null) {
                    Validity.setRange(validity, start, end);
                }
            }
            start = end;
        }
        StringDictionary dictionary = tag < 0 ? EMPTY : union.dictionary(tag);
        return new DictionaryVector(dictionary, target, validity);
    }
}
