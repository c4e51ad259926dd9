package dev.tidalite.bench.options;

import dev.tidalite.bench.report.ProcessUse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a benchmark's files go while it runs; a mixin. Used by one thread.
public final class WorkFolder {
    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where files go while it runs (default: a fresh temporary folder).")
    private @Nullable Path given;

    private @Nullable Path made;

    /// The folder, made if it is not there.
    public Path open() throws IOException {
        if (given != null) {
            return Files.createDirectories(given);
        }
        if (made == null) {
            made = Files.createTempDirectory("tidalite-bench");
        }
        return made;
    }

    /// Deletes the folder with all that is in it, unless it is the user's.
    public void close() throws IOException {
        if (made != null) {
            ProcessUse.deleteTree(made);
            made = null;
        }
    }
}
