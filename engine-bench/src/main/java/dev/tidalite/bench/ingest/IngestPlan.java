package dev.tidalite.bench.ingest;

import java.nio.file.Path;
import java.util.List;

/// What is measured.
///
/// @param folder where files go; emptied by each run
/// @param hosts distinct series
/// @param rows in all
/// @param batchRows of one write
/// @param threads that write at once
/// @param contestants by name, in order
record IngestPlan(
        Path folder, int hosts, long rows, int batchRows, int threads, List<String> contestants) {

    static final List<String> ALL =
            List.of("lines", "appender", "questdb", "questdb-sync", "duckdb");

    /// Reads options such as `--rows 1000000`; those that are not given are those of the report.
    static IngestPlan parse(Path defaultFolder, List<String> options) {
        Path folder = defaultFolder;
        int hosts = 4_000;
        long rows = 10_000_000;
        int batchRows = 10_000;
        int threads = 2;
        List<String> contestants = ALL;
        for (int i = 0; i + 1 < options.size(); i += 2) {
            String value = options.get(i + 1);
            switch (options.get(i)) {
                case "--folder" -> folder = Path.of(value);
                case "--hosts" -> hosts = Integer.parseInt(value);
                case "--rows" -> rows = Long.parseLong(value);
                case "--batch" -> batchRows = Integer.parseInt(value);
                case "--threads" -> threads = Integer.parseInt(value);
                case "--only" -> contestants = List.of(value.split(",", -1));
                default -> throw new IllegalArgumentException("no such option: " + options.get(i));
            }
        }
        if (options.size() % 2 != 0 || !ALL.containsAll(contestants)) {
            throw new IllegalArgumentException(
                    "usage: [--folder DIR] [--hosts N] [--rows N] [--batch N] [--threads N]"
                            + " [--only NAME,NAME]; names: "
                            + ALL);
        }
        return new IngestPlan(folder, hosts, rows, batchRows, threads, contestants);
    }
}
