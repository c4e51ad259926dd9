package dev.tidalite.lp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts the example in JVMs of its own, with and without the Vector API.
final class ScannerChoiceTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void withoutTheModuleItsClassStaysUnloadedAndTheLogSaysSoOnce() throws Exception {
        String output = runExample();
        assertThat(output).contains("temp = 21.1").contains("line 2: No fields were provided");
        assertThat(output).containsOnlyOnce("SwarScanner instead of vectors");
        assertThat(loadedClasses()).contains("SwarScanner").doesNotContain("VectorScanner");
    }

    @Test
    void withTheModuleItIsUsed() throws Exception {
        assertThat(runExample("--add-modules=jdk.incubator.vector")).contains("temp = 21.1");
        assertThat(loadedClasses()).contains("VectorScanner");
    }

    @Test
    void aPropertyOverrulesTheChoice() throws Exception {
        String output =
                runExample(
                        "--add-modules=jdk.incubator.vector", "-Ddev.tidalite.lp.scanner=scalar");
        assertThat(output).contains("temp = 21.1").contains("ScalarScanner instead of vectors");
    }

    private String loadedClasses() throws IOException {
        return Files.readString(folder.resolve("classes"));
    }

    private String runExample(String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx64m");
        command.add("-Xlog:class+load:file=" + folder.resolve("classes"));
        command.addAll(List.of(options));
        command.addAll(
                List.of("-cp", "target/classes" + File.pathSeparator + "target/test-classes"));
        command.add("dev.tidalite.lp.example.ReadPoints");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
