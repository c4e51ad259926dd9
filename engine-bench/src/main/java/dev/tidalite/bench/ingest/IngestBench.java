package dev.tidalite.bench.ingest;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The command `bench ingest`: the TSBS cpu table goes into each contestant, and the figures come
/// out as a table.
public final class IngestBench {
    private IngestBench() {}

    public static void main(String[] args) throws IOException {
        run(List.of(args), System.out);
    }

    /// @param options see [IngestPlan#parse]; none for the report's own
    public static void run(List<String> options, PrintStream out) throws IOException {
        IngestPlan plan =
                IngestPlan.parse(
                        Path.of(System.getProperty("java.io.tmpdir"), "tidalite-bench"), options);
        Files.createDirectories(plan.folder());
        out.printf(
                "TSBS cpu: %,d rows of %,d hosts, 10 tags, 10 fields; batches of %,d, %d threads%n",
                plan.rows(), plan.hosts(), plan.batchRows(), plan.threads());
        out.println(IngestResult.head());
        for (String contestant : plan.contestants()) {
            out.println(measure(plan, contestant).line());
            out.flush();
        }
    }

    private static IngestResult measure(IngestPlan plan, String contestant) throws IOException {
        return switch (contestant) {
            case "lines" -> {
                Path file = plan.folder().resolve("cpu.lp");
                try (LineFile input = LineFile.write(file, plan)) {
                    yield TidaliteIngest.lines(plan, input);
                } finally {
                    Files.deleteIfExists(file);
                }
            }
            case "appender" -> TidaliteIngest.appender(plan);
            case "questdb" -> QuestIngest.run(plan, /* synced= */ false);
            case "questdb-sync" -> QuestIngest.run(plan, /* synced= */ true);
            case "duckdb" -> DuckIngest.run(plan);
            default -> throw new IllegalArgumentException("no contestant " + contestant);
        };
    }
}
