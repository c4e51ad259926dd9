package dev.tidalite.bench.query;

import dev.tidalite.bench.tsbs.CpuData;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// What is measured.
///
/// @param folder where the contenders keep their data, one folder for each size; used again
/// @param rows in all
/// @param hosts distinct series
/// @param values how the figures are written
/// @param threads of one query
/// @param seconds for each query and contender, warming up included
/// @param roundsMax how many timed runs are enough
/// @param contenders by name, in order
/// @param queries that are asked
/// @param cold whether the first query of a new process is measured as well
record QueryPlan(
        Path folder,
        long rows,
        int hosts,
        CpuData.Values values,
        int threads,
        double seconds,
        int roundsMax,
        List<String> contenders,
        List<TsbsQuery> queries,
        boolean cold) {

    static final List<String> ALL = List.of("tidalite", "duckdb", "duckdb-parquet", "questdb");

    private static final String USAGE =
            "usage: [--folder DIR] [--rows N] [--hosts N] [--values integer|decimals]"
                    + " [--threads N] [--seconds N] [--rounds N] [--only NAME,NAME]"
                    + " [--queries NAME,NAME] [--cold true|false]; names: ";

    static QueryPlan of(Path folder) {
        return new QueryPlan(
                folder,
                10_000_000,
                4_000,
                CpuData.Values.INTEGER,
                2,
                2,
                200,
                ALL,
                List.of(TsbsQuery.values()),
                true);
    }

    /// Reads options such as `--rows 1000000`; those that are not given are those of the report.
    static QueryPlan parse(Path defaultFolder, List<String> options) {
        QueryPlan plan = of(defaultFolder);
        if (options.size() % 2 != 0) {
            throw new IllegalArgumentException(USAGE + ALL);
        }
        for (int i = 0; i < options.size(); i += 2) {
            plan = plan.with(options.get(i), options.get(i + 1));
        }
        if (!ALL.containsAll(plan.contenders)) {
            throw new IllegalArgumentException(USAGE + ALL);
        }
        return plan;
    }

    private QueryPlan with(String option, String value) {
        return new QueryPlan(
                option.equals("--folder") ? Path.of(value) : folder,
                option.equals("--rows") ? Long.parseLong(value) : rows,
                option.equals("--hosts") ? Integer.parseInt(value) : hosts,
                option.equals("--values") ? values(value) : values,
                option.equals("--threads") ? Integer.parseInt(value) : threads,
                option.equals("--seconds") ? Double.parseDouble(value) : seconds,
                option.equals("--rounds") ? Integer.parseInt(value) : roundsMax,
                option.equals("--only") ? List.of(value.split(",", -1)) : contenders,
                option.equals("--queries") ? queries(value) : queries,
                option.equals("--cold") ? Boolean.parseBoolean(value) : cold);
    }

    private static CpuData.Values values(String name) {
        return switch (name) {
            case "integer" -> CpuData.Values.INTEGER;
            case "decimals" -> CpuData.Values.TWO_DECIMALS;
            default -> throw new IllegalArgumentException(USAGE + ALL);
        };
    }

    private static List<TsbsQuery> queries(String names) {
        List<String> wanted = List.of(names.split(",", -1));
        List<TsbsQuery> found =
                Arrays.stream(TsbsQuery.values())
                        .filter(query -> wanted.contains(query.title()))
                        .toList();
        if (found.size() != wanted.size()) {
            throw new IllegalArgumentException("not all are queries: " + names);
        }
        return found;
    }

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
        return folder.resolve(contender + "-" + rows + "-" + hosts + (isInteger() ? "-i" : "-d"));
    }
}
