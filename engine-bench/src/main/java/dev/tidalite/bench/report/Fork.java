package dev.tidalite.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A benchmark's part in a process of its own, so that its memory and its compiled code are its
/// own.
public final class Fork {
    private static final String MAIN = "dev.tidalite.bench.BenchCommand";

    private Fork() {}

    /// Runs a command of the group `bench` in a JVM with this one's flags and class path.
    ///
    /// @param jvmArguments further ones, such as `-Xmx1g`
    /// @param arguments the command and its options; it has to know `--json`
    /// @return what it reported
    /// @throws IOException with what it printed, if it failed
    public static Report run(List<String> jvmArguments, List<String> arguments)
            throws IOException, InterruptedException {
        Path json = Files.createTempFile("tidalite-bench", ".json");
        Path log = Files.createTempFile("tidalite-bench", ".log");
        try {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(JvmFlags.ofThisJvm());
            command.addAll(jvmArguments);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
            command.addAll(arguments);
            command.addAll(List.of("--json", json.toString()));
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            try {
                if (process.waitFor() != 0) {
                    throw new IOException(
                            String.join(" ", arguments) + " failed:\n" + Files.readString(log));
                }
            } finally {
                process.destroyForcibly();
            }
            return ReportLines.read(json).getLast();
        } finally {
            Files.delete(json);
            Files.delete(log);
        }
    }
}
