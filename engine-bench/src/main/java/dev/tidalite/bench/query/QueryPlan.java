package dev.tidalite.bench.query;

import dev.tidalite.bench.tsbs.CpuData;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// What is measured.
///
/// @param folder where the contenders keep their data, one folder for each size; used again
/// @param rows in all
/// @param hosts distinct series
/// @param values how the figures are written
/// @param threads of one query
/// @param seconds for each query and contender, warming up included
/// @param roundsMax how many timed runs are enough
/// @param queries that are asked
record QueryPlan(
        Path folder,
        long rows,
        int hosts,
        CpuData.Values values,
        int threads,
        double seconds,
        int roundsMax,
        List<TsbsQuery> queries) {
    /// Rows of one host.
    long steps() {
        return rows / hosts;
    }

    /// How much time the data covers.
    long timeSeconds() {
        return steps() * (CpuData.STEP_NS / 1_000_000_000L);
    }

    boolean isInteger() {
        return values == CpuData.Values.INTEGER;
    }

    /// The folder of a contender's data of this size.
    Path folderOf(String contender) {
        return folder.resolve(
                contender
                        + "-"
                        + rows
                        + "-"
                        + hosts
                        + "-"
                        + values.name().toLowerCase(Locale.ROOT));
    }
}
