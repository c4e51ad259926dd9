package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.internal.merge.SeriesDirectory;
import dev.tidalite.engine.internal.segment.parquet.SharedDictionaries;
import dev.tidalite.engine.internal.segment.parquet.TextRuns;

import java.util.Arrays;

/// Puts the runs of all tag columns together: a series starts wherever one of them does.
final class SeriesRuns {
    private SeriesRuns() {}

    /// @param tagOrdinals of the tag columns
    /// @param columns one per tag column, each covering all rows
    /// @param shared by all files of an engine
    static SeriesDirectory directory(
            int[] tagOrdinals, TextRuns[] columns, long rowCount, SharedDictionaries shared) {
        int tags = columns.length;
        StringDictionary[] dictionaries = new StringDictionary[tags];
        for (int tag = 0; tag < tags; tag++) {
            dictionaries[tag] = shared.shared(columns[tag].dictionary());
        }
        int[] at = new int[tags];
        int capacity = 16;
        int[][] ids = new int[tags][capacity];
        long[] ends = new long[capacity];
        int count = 0;
        for (long row = 0; row < rowCount; count++) {
            if (count == capacity) {
                capacity *= 2;
                ends = Arrays.copyOf(ends, capacity);
                for (int tag = 0; tag < tags; tag++) {
                    ids[tag] = Arrays.copyOf(ids[tag], capacity);
                }
            }
            long end = rowCount;
            for (int tag = 0; tag < tags; tag++) {
                ids[tag][count] = columns[tag].ids()[at[tag]];
                end = Math.min(end, columns[tag].ends()[at[tag]]);
            }
            for (int tag = 0; tag < tags; tag++) {
                at[tag] += columns[tag].ends()[at[tag]] == end ? 1 : 0;
            }
            ends[count] = end;
            row = end;
        }
        for (int tag = 0; tag < tags; tag++) {
            ids[tag] = Arrays.copyOf(ids[tag], count);
        }
        return new SeriesDirectory(tagOrdinals, dictionaries, ids, Arrays.copyOf(ends, count));
    }

    /// Roughly what a directory takes in memory.
    static long byteSize(SeriesDirectory series) {
        long bytes = (long) series.size() * (Long.BYTES + series.tagCount() * Integer.BYTES);
        for (int tag = 0; tag < series.tagCount(); tag++) {
            StringDictionary dictionary = series.dictionary(tag);
            for (int id = 0; id < dictionary.size(); id++) {
                bytes += 24 + dictionary.bytes(id).length;
            }
        }
        return bytes;
    }
}
