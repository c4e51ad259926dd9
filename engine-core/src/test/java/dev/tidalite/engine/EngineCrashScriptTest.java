package dev.tidalite.engine;

import dev.tidalite.engine.internal.storage.CrashableStorage;
import dev.tidalite.engine.internal.storage.FaultyStorage;
import dev.tidalite.engine.internal.storage.FaultyStorage.Fault;
import dev.tidalite.engine.internal.storage.FaultyStorage.Operation;
import dev.tidalite.engine.internal.storage.FaultyStorage.Rule;
import dev.tidalite.testkit.DataDriven;
import dev.tidalite.testkit.DataDriven.Case;
import dev.tidalite.testkit.DataDriven.Command;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// Crashes, faults and damage as commands; the engine is opened by the first command that needs it.
final class EngineCrashScriptTest {
    /// Held, because a logger that nobody holds forgets its level.
    private static final Logger QUIET = Logger.getLogger("dev.tidalite");

    @BeforeAll
    static void expectWarnings() {
        QUIET.setLevel(Level.OFF);
    }

    @TestFactory
    Stream<DynamicTest> crashes() {
        return DataDriven.runEach(EngineCrashScriptTest.class, "crash.txt", () -> this::run);
    }

    private String run(Case test) {
        StringBuilder out = new StringBuilder();
        Session session = new Session(out);
        for (Command command : test.commands()) {
            try {
                session.run(command);
            } catch (EngineException e) {
                // Checksums depend on what nobody should have to repeat here.
                String message = String.valueOf(e.getMessage()).replaceAll("0x[0-9a-f]+", "0x?");
                out.append(e.getClass().getSimpleName()).append(": ").append(message).append('\n');
            }
        }
        session.close();
        return out.toString();
    }

    private static final class Session {
        private final StringBuilder out;
        private CrashableStorage disk = new CrashableStorage();
        private FaultyStorage faulty = new FaultyStorage(disk);
        private Durability durability = Durability.SYNCED;
        private boolean salvage;
        private @Nullable Engine engine;

        Session(StringBuilder out) {
            this.out = out;
        }

        void run(Command command) {
            switch (command.name()) {
                case "buffered" -> durability = Durability.BUFFERED;
                case "salvage" -> salvage = true;
                case "write" -> {
                    for (String line : command.arguments()) {
                        open().write(WriteRequest.of("db", line));
                    }
                }
                case "flush" -> open().flush();
                case "drop" -> open().dropTable("db", command.arguments().getFirst());
                case "close" -> close();
                case "crash" -> crash(command.number("keep", 0) / 100.0);
                case "fault" -> fault(command);
                case "heal" -> faulty.clear();
                case "flip" -> flip(command);
                case "rows" -> rows();
                case "recovery" -> recovery();
                default -> throw new IllegalArgumentException(command.name());
            }
        }

        private Engine open() {
            if (engine == null) {
                engine =
                        Engine.open(
                                EngineConfig.builder(Path.of("/crashable"))
                                        .durability(durability)
                                        .memoryBytesMax(8 << 20)
                                        .salvage(salvage)
                                        .build(),
                                faulty);
            }
            return engine;
        }

        private void close() {
            if (engine != null) {
                Engine closing = engine;
                engine = null;
                closing.close();
            }
        }

        private void crash(double keep) {
            CrashableStorage next = disk.crash(new SplittableRandom(1), keep);
            close();
            disk = next;
            faulty = new FaultyStorage(disk);
        }

        private void fault(Command command) {
            open();
            faulty.add(
                    new Rule(
                            Operation.valueOf(command.arguments().getFirst()),
                            command.option("part", ""),
                            command.number("skip", 0),
                            command.number("count", Long.MAX_VALUE),
                            Fault.valueOf(command.option("kind", "IO_ERROR"))));
        }

        private void flip(Command command) {
            List<String> files = disk.list(command.arguments().getFirst());
            disk.flipBit(files.getFirst(), 8 * command.number("byte", 0));
        }

        private void rows() {
            try (Snapshot snapshot = open().snapshot("db")) {
                ModelEngine.read(snapshot, _ -> true)
                        .lines()
                        .forEach(line -> out.append(line).append('\n'));
            }
        }

        private void recovery() {
            RecoveryReport report = open().recovery();
            out.append("replayed=").append(report.rowCount());
            out.append(" segments=").append(report.segmentCount());
            out.append(" removed=").append(report.removedFiles().size());
            report.torn().ifPresent(torn -> out.append(" torn at ").append(torn.byteOffset()));
            out.append(" lost=").append(report.lost().size()).append('\n');
        }
    }
}
