package dev.tidalite.bench.tsbs;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `tidalite bench generate`
@Command(
        name = "generate",
        description = {
            "Writes line protocol in the shapes of the Time Series Benchmark Suite; the same seed"
                    + " gives the same lines.",
            "cpu: ten tags, ten figures. devops: nine tables. iot: trucks with gaps and late data."
        },
        mixinStandardHelpOptions = true)
public final class GenerateCommand implements Callable<Integer> {
    private static final int BUFFER_BYTES = 1 << 20;

    @Option(
            names = "--profile",
            defaultValue = "CPU",
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES}, in any case (default: ${DEFAULT-VALUE}).",
            converter = ProfileName.class)
    private Profile profile = Profile.CPU;

    @Option(
            names = {"--series", "--hosts"},
            defaultValue = "4000",
            description = "Hosts or trucks (default: ${DEFAULT-VALUE}).")
    private int series;

    @Option(
            names = "--rows",
            defaultValue = "1000000",
            description = "Lines (default: ${DEFAULT-VALUE}).")
    private long rows;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Of everything random (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the lines go (default: standard output).")
    private @Nullable Path file;

    /// Lower case is as good.
    static final class ProfileName implements picocli.CommandLine.ITypeConverter<Profile> {
        @Override
        public Profile convert(String name) {
            return Profile.valueOf(name.toUpperCase(java.util.Locale.ROOT));
        }
    }

    @Override
    public Integer call() throws IOException {
        if (file == null) {
            write(profile.source(series, seed), rows, System.out);
        } else {
            try (OutputStream out = new FileOutputStream(file.toFile())) {
                write(profile.source(series, seed), rows, out);
            }
        }
        return 0;
    }

    static void write(LineSource source, long rowCount, OutputStream out) throws IOException {
        byte[] text = new byte[BUFFER_BYTES];
        int end = 0;
        for (long row = 0; row < rowCount; row++) {
            if (text.length - end < LineSource.LINE_BYTES_MAX) {
                out.write(text, 0, end);
                end = 0;
            }
            end = source.appendLine(text, end);
        }
        out.write(text, 0, end);
        out.flush();
    }
}
