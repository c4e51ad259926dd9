package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.internal.merge.SeriesDirectory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// In which order the series of a directory come.
final class SeriesOrder {
    private SeriesOrder() {}

    /// The columns by which all rows ascend, nulls first: the tags in the order of the directory
    /// and the time; none if the series do not ascend like that.
    static List<Integer> sortingColumns(SeriesDirectory series) {
        for (int next = 1; next < series.size(); next++) {
            if (compare(series, next - 1, next) >= 0) {
                return List.of();
            }
        }
        List<Integer> columns = new ArrayList<>();
        for (int tag = 0; tag < series.tagCount(); tag++) {
            columns.add(series.tagOrdinal(tag));
        }
        columns.add(0);
        return columns;
    }

    private static int compare(SeriesDirectory series, int a, int b) {
        for (int tag = 0; tag < series.tagCount(); tag++) {
            if (series.id(a, tag) != series.id(b, tag)) {
                byte[] first = series.value(a, tag);
                byte[] second = series.value(b, tag);
                if (first == null || second == null) {
                    return first == null ? -1 : 1;
                }
                return Arrays.compareUnsigned(first, second);
            }
        }
        return 0;
    }
}
