package dev.tidalite.bench.report;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// What a JVM is started with, so that it runs what the program runs.
public final class JvmFlags {
    /// As the launcher `tidalite` does.
    private static final List<String> PROGRAM =
            List.of(
                    "--add-modules=jdk.incubator.vector",
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "--enable-native-access=ALL-UNNAMED");

    private JvmFlags() {}

    /// The flags of this JVM, and those of the program that it lacks.
    public static List<String> ofThisJvm() {
        List<String> flags =
                new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        for (String flag : PROGRAM) {
            if (!flags.contains(flag)) {
                flags.add(flag);
            }
        }
        return flags;
    }
}
