package dev.tidalite.bench.growth;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `tidalite bench cardinality`
@Command(
        name = "cardinality",
        description = {
            "Writes the same number of rows of ever more series into this engine, QuestDB and"
                    + " DuckDB, and asks them.",
            "Ingest rate, memory, bytes on disk, opening and queries, as curves with their slope."
        },
        mixinStandardHelpOptions = true)
public final class CardinalityCommand implements Callable<Integer> {
    private static final int FROM = 100;
    private static final int FACTOR = 10;

    @Mixin private Sizes sizes = new Sizes();

    @Option(
            names = "--to",
            defaultValue = "1000000",
            description =
                    "The most series, from 100 on ten times as many each time; 10000000 takes a"
                            + " --heap of 6g (default: ${DEFAULT-VALUE}).")
    private int seriesMax;

    @Option(
            names = "--rows",
            defaultValue = "2000000",
            description = "Rows, at least one a series (default: ${DEFAULT-VALUE}).")
    private long rows;

    @Override
    public Integer call() throws Exception {
        List<Sizes.Size> all = new ArrayList<>();
        for (long series = FROM; series <= seriesMax; series *= FACTOR) {
            String name = "%,d series".formatted(series);
            all.add(new Sizes.Size(name, (int) series, Math.max(rows, series)));
        }
        return sizes.run("cardinality", Map.of("rows", String.valueOf(rows)), all);
    }
}
