package dev.tidalite.bench.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What this process uses of the machine, as far as Linux says.
public final class ProcessUse {
    private ProcessUse() {}

    /// Of all threads, user and system.
    public static double cpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : Double.NaN;
    }

    /// What this process gave the file system to write, mapped pages included; 0 where the system
    /// does not say.
    public static long writtenBytes() {
        return statusOf("/proc/self/io", "write_bytes:");
    }

    /// What is resident now, in MiB; 0 where the system does not say.
    public static long residentMiB() {
        return statusOf("/proc/self/status", "VmRSS:") / 1024;
    }

    /// The most that was resident since [#resetPeaks], in MiB; 0 where the system does not
    /// say.
    public static long peakResidentMiB() {
        return statusOf("/proc/self/status", "VmHWM:") / 1024;
    }

    private static long statusOf(String file, String key) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // not Linux
        }
    }

    /// The most that the heap held since [#resetPeaks], in MiB.
    public static long peakHeapMiB() {
        long bytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == java.lang.management.MemoryType.HEAP) {
                bytes += pool.getPeakUsage().getUsed();
            }
        }
        return bytes >> 20;
    }

    public static void resetPeaks() {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        try {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        } catch (IOException e) {
            // then the peak is that of the whole process
        }
    }

    /// The bytes of all files below a folder.
    public static long diskBytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
        }
    }

    public static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
