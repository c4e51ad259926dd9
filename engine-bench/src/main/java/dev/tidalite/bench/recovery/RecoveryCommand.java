package dev.tidalite.bench.recovery;

import dev.tidalite.bench.options.WorkFolder;
import dev.tidalite.bench.report.Figure;
import dev.tidalite.bench.report.Fork;
import dev.tidalite.bench.report.ProcessUse;
import dev.tidalite.bench.report.Report;
import dev.tidalite.bench.report.ReportOptions;
import dev.tidalite.bench.report.Versions;
import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.Appender;
import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.RecoveryReport;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `tidalite bench recovery`
@Command(
        name = "recovery",
        description =
                "Opens what a process left that died with a long log: every row is put back into"
                        + " memory.",
        mixinStandardHelpOptions = true)
public final class RecoveryCommand implements Callable<Integer> {
    private static final String DATABASE = "bench";
    private static final int HOSTS = 4_000;

    @Mixin private ReportOptions output = new ReportOptions();

    @Mixin private WorkFolder folder = new WorkFolder();

    @Option(
            names = "--log",
            defaultValue = "1024",
            paramLabel = "MIB",
            description = "The length of the log's files (default: ${DEFAULT-VALUE}).")
    private long logMiB;

    @Option(
            names = "--repeat",
            defaultValue = "3",
            description = "How often it is opened (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--heap",
            defaultValue = "4g",
            description = "The heap of each process (default: ${DEFAULT-VALUE}).")
    private String heap = "";

    @Option(names = "--phase", hidden = true, description = "Do this in this process.")
    private @Nullable Phase phase;

    /// What a child process does.
    enum Phase {
        WRITE,
        OPEN
    }

    @Override
    public Integer call() throws Exception {
        Path base = folder.open();
        Report report = Report.of("recovery", settings(), versions(), List.of());
        if (phase == Phase.WRITE) {
            write(base.resolve("engine"));
            output.publish(report);
            Runtime.getRuntime().halt(0); // nothing is flushed, nothing closed
        }
        if (phase == Phase.OPEN) {
            output.publish(report.with(open(base.resolve("engine"))));
            Runtime.getRuntime().halt(0); // the log stays as it is
        }
        try {
            child(base, Phase.WRITE);
            for (int round = 0; round < rounds; round++) {
                report = report.with(child(base, Phase.OPEN));
            }
        } finally {
            ProcessUse.deleteTree(base);
        }
        output.publish(report);
        return 0;
    }

    private Report child(Path base, Phase what) throws IOException, InterruptedException {
        return Fork.run(
                List.of("-Xmx" + heap),
                List.of("recovery", "--phase=" + what, "--folder=" + base, "--log=" + logMiB));
    }

    private static EngineConfig config(Path engineFolder) {
        return EngineConfig.builder(engineFolder)
                .memoryBytesMax(Long.MAX_VALUE / 4)
                .flushBytes(Long.MAX_VALUE / 8) // everything stays in the log
                .build();
    }

    private void write(Path engineFolder) {
        CpuData data = new CpuData(HOSTS, CpuData.Values.FULL, 1);
        Engine engine = Engine.open(config(engineFolder)); // never closed
        Appender appender = engine.appender(DATABASE, CpuData.TABLE);
        while (engine.stats().logFileBytes() < logMiB << 20) {
            for (int step = 0; step < HOSTS; step++) {
                data.advance();
                Appender.Row row = appender.row().time(data.timeNs());
                String[] tags = data.tags(data.host());
                for (int tag = 0; tag < tags.length; tag++) {
                    row.tag(CpuData.TAGS.get(tag), tags[tag]);
                }
                for (int field = 0; field < CpuData.FIELDS.size(); field++) {
                    row.field(CpuData.FIELDS.get(field), data.value(field));
                }
                row.append();
            }
            appender.flush();
        }
    }

    private Report open(Path engineFolder) throws IOException {
        long startNs = System.nanoTime();
        Engine engine = Engine.open(config(engineFolder)); // never closed
        double seconds = (System.nanoTime() - startNs) / 1e9;
        RecoveryReport found = engine.recovery();
        double logBytes = ProcessUse.diskBytes(engineFolder.resolve("wal"));
        if (logBytes < logMiB << 20) {
            throw new IllegalStateException("the log has " + logBytes + " bytes");
        }
        String subject = "log of " + logMiB + " MiB";
        return Report.of(
                "recovery",
                Map.of(),
                Map.of(),
                List.of(
                        Figure.of(subject, "opening", "s", seconds),
                        Figure.of(subject, "log", "MB/s", logBytes / 1e6 / seconds),
                        Figure.of(subject, "rows", "rows/s", found.rowCount() / seconds),
                        Figure.of(subject, "rows", "rows", (double) found.rowCount()),
                        Figure.of(
                                subject,
                                "peak resident",
                                "MiB",
                                (double) ProcessUse.peakResidentMiB())));
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("hosts", String.valueOf(HOSTS));
        settings.put("values", "10 doubles a row");
        settings.put("heap", phase == null ? heap : "as given");
        return settings;
    }

    private static Map<String, String> versions() {
        return Map.of("tidalite", Versions.of(Engine.class));
    }
}
