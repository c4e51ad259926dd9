package dev.tidalite.bench.ingest;

import dev.tidalite.bench.report.Figure;
import dev.tidalite.bench.report.Latencies;

import java.util.ArrayList;
import java.util.List;

/// What came of one plan.
///
/// @param plan that it came of
/// @param ackSeconds until the last row was acknowledged
/// @param settledSeconds until everything was in its last form: flushed, applied, checkpointed
/// @param cpuSeconds of the process until then
/// @param writtenBytes that the process gave the file system until then
/// @param diskBytes of the files at the end
/// @param peakHeapMiB most heap
/// @param peakResidentMiB most memory of the process
/// @param reopenSeconds until all rows could be counted again after it was closed
/// @param latencies of single writes
record IngestResult(
        IngestPlan plan,
        double ackSeconds,
        double settledSeconds,
        double cpuSeconds,
        long writtenBytes,
        long diskBytes,
        long peakHeapMiB,
        long peakResidentMiB,
        double reopenSeconds,
        Latencies latencies) {
    private static final int VALUES_PER_ROW = 10;

    /// Everything, as the figures of a whole run.
    List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        long rows = plan.rows();
        add(figures, "acknowledged", "rows/s", rows / ackSeconds);
        add(figures, "acknowledged", "values/s", rows * VALUES_PER_ROW / ackSeconds);
        add(figures, "settled", "rows/s", rows / settledSeconds);
        add(figures, "processor", "us/row", cpuSeconds / rows * 1e6);
        add(figures, "written", "MB", writtenBytes / 1e6);
        add(figures, "on disk", "MB", diskBytes / 1e6);
        add(figures, "write amplification", "written/on disk", (double) writtenBytes / diskBytes);
        add(figures, "peak heap", "MiB", (double) peakHeapMiB);
        add(figures, "peak resident", "MiB", (double) peakResidentMiB);
        add(figures, "reopen", "s", reopenSeconds);
        figures.addAll(latencyFigures());
        return figures;
    }

    /// Only how long single writes took, and how many rows that made.
    List<Figure> latencyFigures() {
        List<Figure> figures = new ArrayList<>();
        if (latencies.count() > 0) {
            String what = "ack of " + plan.batchRows() + (plan.batchRows() == 1 ? " row" : " rows");
            figures.addAll(latencies.figures(plan.contestant().label(), what));
        }
        return figures;
    }

    private void add(List<Figure> figures, String name, String unit, double sample) {
        figures.add(Figure.of(plan.contestant().label(), name, unit, sample));
    }
}
