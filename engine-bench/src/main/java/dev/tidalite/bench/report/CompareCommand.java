package dev.tidalite.bench.report;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/// `tidalite bench compare`
@Command(
        name = "compare",
        description =
                "Tells which figures of two runs do not agree: those whose samples, from the least"
                        + " to the greatest, do not touch.",
        mixinStandardHelpOptions = true)
public final class CompareCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "RUN",
            description = "JSON lines of the first run, or the folder of its report.")
    private Path one = Path.of("");

    @Parameters(index = "1", paramLabel = "RUN", description = "The same of the second.")
    private Path other = Path.of("");

    @Override
    public Integer call() throws IOException {
        Comparison.of(read(one), read(other))
                .print(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        return 0;
    }

    private static List<Report> read(Path place) throws IOException {
        return ReportLines.read(
                Files.isDirectory(place) ? place.resolve(ReportFolder.LINES) : place);
    }
}
