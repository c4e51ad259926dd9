package dev.tidalite.bench.growth;

import dev.tidalite.bench.options.WorkFolder;
import dev.tidalite.bench.report.Figure;
import dev.tidalite.bench.report.Fork;
import dev.tidalite.bench.report.ProcessUse;
import dev.tidalite.bench.report.Report;
import dev.tidalite.bench.report.ReportOptions;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The runs of one size after the other; a mixin of the commands that say what a size is.
final class Sizes {
    private static final String QUERIES =
            "--queries=single-groupby-1-1-1,double-groupby-1,lastpoint";

    /// What an ingest run has that grows.
    private static final Set<String> KEPT =
            Set.of("acknowledged", "settled", "on disk", "peak resident", "peak heap", "reopen");

    @Mixin private ReportOptions output = new ReportOptions();

    @Mixin private WorkFolder folder = new WorkFolder();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Contestants (default: all of ${COMPLETION-CANDIDATES}).")
    private List<Contestant> contestants = List.of(Contestant.values());

    @Option(
            names = "--repeat",
            defaultValue = "5",
            description = "How often rows are written (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "2",
            description = "How long each question is asked (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--heap",
            defaultValue = "1g",
            description = "The heap of each process that writes (default: ${DEFAULT-VALUE}).")
    private String heap = "";

    @Option(
            names = "--client-heap",
            defaultValue = "2g",
            description = {
                "The heap of the process that makes the rows, and of the one that asks: enough for"
                        + " a",
                "million series, not for ten (default: ${DEFAULT-VALUE})."
            })
    private String clientHeap = "";

    /// Who writes and is asked.
    private enum Contestant {
        TIDALITE("LINES"),
        QUESTDB("QUESTDB_APPLY"),
        DUCKDB("DUCKDB");

        /// What `bench ingest` calls it; `bench query` has its own name.
        private final String writer;

        Contestant(String writer) {
            this.writer = writer;
        }
    }

    /// One size.
    ///
    /// @param name a number and what it counts, such as `1,000 series`
    record Size(String name, int hosts, long rows) {}

    /// Measures all sizes and tells what was found.
    ///
    /// @param bench the command's name
    /// @return 1 if a size could not be measured, after a message
    int run(String bench, Map<String, String> settings, List<Size> sizes) throws Exception {
        Path base = folder.open();
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("rounds", String.valueOf(rounds));
        all.put("seconds a question", String.valueOf(seconds));
        all.put("heap", heap);
        all.put("client heap", clientHeap);
        Report report = Report.of(bench, all, Map.of(), List.of());
        int failures = 0;
        for (Size size : sizes) {
            try {
                report = report.with(measure(size, base.resolve("size")));
            } catch (IOException e) {
                failures++;
                System.err.println(size.name() + ": " + e.getMessage());
            } finally {
                ProcessUse.deleteTree(base.resolve("size"));
            }
        }
        folder.close();
        output.publish(report);
        return failures == 0 ? 0 : 1;
    }

    private Report measure(Size size, Path place) throws IOException, InterruptedException {
        System.err.println(size.name());
        String hosts = "--hosts=" + size.hosts();
        String rows = "--rows=" + size.rows();
        Report written =
                Fork.run(
                        List.of("-Xmx" + clientHeap),
                        List.of(
                                "ingest",
                                "--parts=THROUGHPUT",
                                only(contestant -> contestant.writer),
                                hosts,
                                rows,
                                "--warmup=" + Math.min(size.rows(), 500_000),
                                "--repeat=" + rounds,
                                "--heap=" + heap,
                                "--folder=" + place));
        Report asked =
                Fork.run(
                        List.of("-Xmx" + clientHeap),
                        List.of(
                                "query",
                                only(Contestant::name),
                                QUERIES,
                                hosts,
                                rows,
                                "--no-cold",
                                "--seconds=" + seconds,
                                "--folder=" + place));
        return Report.of("", Map.of(), written.versions(), figures(size, written, asked));
    }

    private String only(Function<Contestant, String> name) {
        return "--only=" + contestants.stream().map(name).collect(Collectors.joining(","));
    }

    private static List<Figure> figures(Size size, Report written, Report asked) {
        List<Figure> figures = new ArrayList<>();
        for (Figure figure : written.figures()) {
            if (KEPT.contains(figure.name()) && !figure.unit().equals("values/s")) {
                figures.add(
                        new Figure(
                                figure.subject() + ", " + size.name(),
                                figure.name(),
                                figure.unit(),
                                figure.samples()));
            }
        }
        for (Figure figure : asked.figures()) {
            if (figure.name().equals("run")) {
                String[] contenderAndQuestion = figure.subject().split(", ", 2);
                figures.add(
                        new Figure(
                                contenderAndQuestion[0] + ", " + size.name(),
                                contenderAndQuestion[1],
                                figure.unit(),
                                figure.samples()));
            }
        }
        return figures;
    }
}
