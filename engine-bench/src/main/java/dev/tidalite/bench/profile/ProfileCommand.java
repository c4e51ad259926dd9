package dev.tidalite.bench.profile;

import dev.tidalite.bench.options.WorkFolder;
import dev.tidalite.bench.report.Fork;
import dev.tidalite.bench.report.ProcessUse;
import dev.tidalite.bench.report.Report;
import dev.tidalite.bench.report.ReportOptions;
import dev.tidalite.bench.report.Versions;
import dev.tidalite.engine.Engine;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// `tidalite bench profile`
@Command(
        name = "profile",
        description = {
            "Runs the benchmarks of the most expensive paths under JDK Flight Recorder and tells"
                    + " which methods were running most often.",
            "Samples are of Java code every 10 ms; waiting, native code and collections are not in"
                    + " them, making up the rows is."
        },
        mixinStandardHelpOptions = true)
public final class ProfileCommand implements Callable<Integer> {
    private static final String EXTENSION = ".jfr";

    @Mixin private ReportOptions output = new ReportOptions();

    @Mixin private WorkFolder folder = new WorkFolder();

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Where recordings are kept (default: nowhere).")
    private @Nullable Path kept;

    @Option(
            names = "--paths",
            split = ",",
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES} (default: all).")
    private List<Hot> paths = List.of(Hot.values());

    @Option(
            names = "--top",
            defaultValue = "12",
            description = "How many methods are told (default: ${DEFAULT-VALUE}).")
    private int most;

    /// What is profiled: a command of the group `bench`.
    enum Hot {
        INGEST("ingest --here --only=LINES --rows=4000000 --warmup=500000"),
        COMPACTION("compaction --orders=LATE_UP_TO_A_WEEK --steps=1000 --rest-seconds=5"),
        SCAN("scan --hosts=1000 --steps=2500 --rounds=40"),
        QUERY(
                "query --only=TIDALITE --queries=double-groupby-all --rows=4000000 --hosts=1000"
                        + " --no-cold --seconds=20 --rounds=10000"),
        HTTP("http --only=TIDALITE --rows=4000000 --connections=0 --warmup=100000");

        private final String line;

        Hot(String line) {
            this.line = line;
        }
    }

    @Override
    public Integer call() throws Exception {
        Path base = folder.open();
        Path recordings = kept == null ? base.resolve("recordings") : kept;
        Files.createDirectories(recordings);
        List<Report> reports = new ArrayList<>();
        for (Hot path : paths) {
            System.err.println(path.line);
            reports.add(profile(path, base.resolve("data"), recordings));
        }
        folder.close();
        output.publishAll(reports);
        return 0;
    }

    /// A process that the command starts inherits its flags, and so records as well.
    private Report profile(Hot path, Path data, Path recordings)
            throws IOException, InterruptedException {
        String name = path.name().toLowerCase(java.util.Locale.ROOT);
        Path file = recordings.resolve(name + "-%p" + EXTENSION);
        List<String> arguments = new ArrayList<>(List.of(path.line.split(" ")));
        arguments.add("--folder=" + data);
        Fork.run(
                List.of(
                        "-Xmx1g",
                        "-XX:StartFlightRecording:settings=profile,filename=" + file,
                        "-Xlog:jfr+startup=off"),
                arguments);
        ProcessUse.deleteTree(data);
        Recording recording = new Recording();
        try (Stream<Path> files = Files.list(recordings)) {
            for (Path found : files.sorted().toList()) {
                String fileName = String.valueOf(found.getFileName());
                if (fileName.startsWith(name + '-') && fileName.endsWith(EXTENSION)) {
                    recording.add(found);
                }
            }
        }
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("benchmark", path.line);
        settings.put("samples", String.valueOf(recording.sampleCount()));
        return Report.of(
                "profile of " + name,
                settings,
                Map.of("tidalite", Versions.of(Engine.class)),
                recording.figures(most));
    }
}
