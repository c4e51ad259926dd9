package dev.tidalite.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `tidalite write`
@Command(
        name = "write",
        description = {
            "Writes line protocol from files or standard input, packed or not.",
            "Good lines are written though others are bad; writing the same lines again is"
                    + " harmless."
        },
        mixinStandardHelpOptions = true)
final class WriteCommand implements Callable<Integer> {
    @Mixin private LineUpload upload = new LineUpload();

    @Option(
            names = "--precision",
            defaultValue = "ns",
            description =
                    "The unit of times: ${COMPLETION-CANDIDATES}; auto guesses it line by line"
                            + " (default: ${DEFAULT-VALUE}).")
    private LinePrecision precision = LinePrecision.NS;

    @Parameters(paramLabel = "FILE", description = "Files; - is standard input (default).")
    private List<String> files = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        List<String> all = files.isEmpty() ? List.of(LineUpload.STANDARD_INPUT) : files;
        return upload.run(() -> {
            for (String file : all) {
                upload.writeFile(file, precision);
            }
        });
    }
}
