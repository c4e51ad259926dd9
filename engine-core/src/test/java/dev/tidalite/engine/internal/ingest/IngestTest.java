package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.engine.WriteResult;
import dev.tidalite.engine.internal.runtime.Clock;
import dev.tidalite.lp.Precision;
import dev.tidalite.testkit.DataDriven;
import dev.tidalite.testkit.DataDriven.Case;
import dev.tidalite.testkit.DataDriven.Command;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/// The write path as text: lines in, rows of the memtables out, with seals and reopenings between.
final class IngestTest {
    @TempDir Path root;

    /// Ten seconds into 2023.
    private static final Clock NEW_YEAR =
            new Clock() {
                @Override
                public long wallNs() {
                    return 1_672_531_210_000_000_000L;
                }

                @Override
                public long elapsedNs() {
                    return System.nanoTime();
                }
            };

    private int folders;

    @TestFactory
    Stream<DynamicTest> rows() {
        return DataDriven.runEach(IngestTest.class, "rows.txt", () -> this::run);
    }

    @TestFactory
    Stream<DynamicTest> errors() {
        return DataDriven.runEach(IngestTest.class, "errors.txt", () -> this::run);
    }

    private String run(Case test) {
        Path folder = root.resolve("case" + folders++);
        StringBuilder out = new StringBuilder();
        LogAndMemory engine = new LogAndMemory(folder, NEW_YEAR);
        try {
            for (Command command : test.commands()) {
                switch (command.name()) {
                    case "write" -> write(engine, command, out);
                    case "seal" -> engine.seal(command.has("fresh-series"));
                    case "reopen" -> {
                        engine.close();
                        engine = new LogAndMemory(folder, NEW_YEAR);
                    }
                    case "retention" ->
                            Objects.requireNonNull(engine.catalog.database("db"))
                                    .retain(command.number("ns", 1));
                    case "dump" -> out.append(engine.dump());
                    case "schemas" -> out.append(engine.schemas());
                    default -> throw new IllegalArgumentException(command.name());
                }
            }
        } finally {
            engine.close();
        }
        return out.toString();
    }

    private static void write(LogAndMemory engine, Command command, StringBuilder out) {
        String text = command.arguments().getLast().replace("\\n", "\n");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        WriteRequest request =
                new WriteRequest(
                        "db",
                        bytes,
                        0,
                        bytes.length,
                        Precision.NANOSECONDS,
                        77,
                        !command.has("all-or-nothing"));
        try {
            WriteResult result = engine.ingest.write(request);
            if (!result.isComplete()) {
                out.append(result.rowCount()).append(" written, ");
                out.append(result.rejectedCount()).append(" rejected\n");
                result.rejected()
                        .forEach(line ->
                                out.append(
                                        "%d %s %s\n"
                                                .formatted(
                                                        line.lineNumber(),
                                                        line.kind(),
                                                        line.message())));
            }
        } catch (EngineException e) {
            out.append(e.getClass().getSimpleName()).append(' ').append(e.getMessage());
        }
    }
}
