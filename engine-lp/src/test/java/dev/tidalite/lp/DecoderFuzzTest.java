package dev.tidalite.lp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Bytes of a fuzzer: those of the corpus beside this class in the resources, and new ones that
/// Jazzer makes of them, guided by the branches they take.
final class DecoderFuzzTest {
    private static final int SEARCH_SECONDS = Seeds.nightly() ? 1_200 : 8;
    private static final Path CORPUS =
            Path.of("src/test/resources/dev/tidalite/lp/DecoderFuzzTestInputs/asTheReference");

    @FuzzTest
    void asTheReference(byte[] content) {
        FuzzTarget.fuzzerTestOneInput(content);
    }

    /// In a JVM of its own, which Jazzer instruments. Inputs with new branches go to a folder that
    /// is thrown away; one that fails is in the output.
    @Test
    void searchFindsNothingElse(@TempDir Path found) throws Exception {
        String classes = "target/classes" + File.pathSeparator + "target/test-classes";
        String libraries = System.getProperty("java.class.path");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx1g",
                                "-ea",
                                "-XX:+EnableDynamicAgentLoading",
                                "--add-modules=jdk.incubator.vector",
                                "-cp",
                                classes + File.pathSeparator + libraries,
                                "com.code_intelligence.jazzer.Jazzer",
                                "--target_class=" + FuzzTarget.class.getName(),
                                "--instrumentation_includes=dev.tidalite.lp.**",
                                "--reproducer_path=" + found,
                                "-artifact_prefix=" + found + "/",
                                "-max_total_time=" + SEARCH_SECONDS,
                                "-max_len=400",
                                found.toString(),
                                CORPUS.toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines().filter(line -> line.startsWith("Done ")).toList())
                .as(output)
                .isNotEqualTo(List.of());
    }
}
