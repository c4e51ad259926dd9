package dev.tidalite.bench.growth;

import dev.tidalite.bench.options.Hosts;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `tidalite bench growth`
@Command(
        name = "growth",
        description = {
            "Writes ever more rows of the same series into this engine, QuestDB and DuckDB, and"
                    + " asks them.",
            "Ingest rate, memory, bytes on disk, opening and queries, as curves with their slope."
        },
        mixinStandardHelpOptions = true)
public final class GrowthCommand implements Callable<Integer> {
    private static final long FROM = 100_000;

    @Mixin private Sizes sizes = new Sizes();

    @Option(
            names = "--to",
            defaultValue = "10000000",
            description =
                    "The most rows, from 100,000 on about three times as many each time; their text"
                            + " lies on the disk, 300 bytes a row (default: ${DEFAULT-VALUE}).")
    private long rowsMax;

    @Mixin private Hosts hosts = new Hosts(1_000);

    @Override
    public Integer call() throws Exception {
        List<Sizes.Size> all = new ArrayList<>();
        for (long decade = FROM; decade <= rowsMax; decade *= 10) {
            all.add(size(decade));
            if (3 * decade <= rowsMax) {
                all.add(size(3 * decade));
            }
        }
        return sizes.run("growth", Map.of("hosts", String.valueOf(hosts.count())), all);
    }

    private Sizes.Size size(long rows) {
        return new Sizes.Size("%,d rows".formatted(rows), hosts.count(), rows);
    }
}
