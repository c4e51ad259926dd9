package dev.tidalite.cli;

import dev.tidalite.engine.Inspection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `tidalite inspect`
@Command(
        name = "inspect",
        description =
                "Says what a data folder or a segment file holds, and what opening it would do."
                        + " Changes nothing.",
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PATH", description = "A data folder or a .parquet file.")
    private Path path = Path.of("");

    @Option(names = "--verify", description = "Check every checksum.")
    private boolean verify;

    @Override
    public Integer call() {
        System.out.print(Inspection.of(path, verify));
        return 0;
    }
}
