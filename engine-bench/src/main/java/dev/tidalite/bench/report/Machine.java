package dev.tidalite.bench.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Where it ran.
///
/// @param processor its name, or its architecture where the system does not say
/// @param cores that the JVM may use
/// @param memoryBytes of the machine, 0 where the system does not say
/// @param system name and version of the operating system
/// @param jvm name and version
/// @param jvmArguments that the JVM was started with
public record Machine(
        String processor,
        int cores,
        long memoryBytes,
        String system,
        String jvm,
        List<String> jvmArguments) {
    private static final Path CPU_FILE = Path.of("/proc/cpuinfo");

    /// This one.
    public static Machine current() {
        return new Machine(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                memory(),
                property("os.name") + ' ' + property("os.version"),
                property("java.vm.vendor") + ' ' + Runtime.version(),
                ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    private static String property(String name) {
        return System.getProperty(name, "");
    }

    private static String processorName() {
        try (Stream<String> lines = Files.lines(CPU_FILE)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(property("os.arch"));
        } catch (IOException e) {
            return property("os.arch"); // only Linux has the file
        }
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }
}
