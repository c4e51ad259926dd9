package dev.tidalite.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

/// Opens the page in headless Chromium. The picture stays in `target/report-page.png`.
class PageInBrowserTest {
    private static final List<String> PROGRAMS =
            List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final Path PICTURE = Path.of("target", "report-page.png").toAbsolutePath();
    private static final int OURS = 0x0f766e;

    @TempDir private Path folder;

    private static Optional<Path> browser() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(path -> PROGRAMS.stream().map(name -> Path.of(path, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// @return what it printed
    private String open(Path program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(
                List.of(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--window-size=1400,3000"));
        command.addAll(List.of(arguments));
        command.add(folder.resolve(ReportFolder.PAGE).toUri().toString());
        Path out = folder.resolve("out");
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(folder.resolve("errors").toFile())
                        .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    @Test
    void theChartsAreDrawn() throws IOException, InterruptedException {
        Optional<Path> found = browser();
        if (found.isEmpty()) {
            System.err.println(
                    "SKIPPED: no charts were looked at, none of " + PROGRAMS + " is on the PATH");
        }
        assumeTrue(found.isPresent(), "none of " + PROGRAMS + " is on the PATH");
        ReportFolder.write(folder, Samples.reports());

        String document = open(found.get(), "--dump-dom");
        long drawn =
                Pattern.compile("<canvas[^>]*data-drawn=\"true\"")
                        .matcher(document)
                        .results()
                        .count();
        assertThat(drawn).isEqualTo(5);

        Files.createDirectories(PICTURE.getParent());
        Files.deleteIfExists(PICTURE);
        open(found.get(), "--screenshot=" + PICTURE);
        BufferedImage picture = ImageIO.read(PICTURE.toFile());
        int bars = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                bars += (picture.getRGB(x, y) & 0xffffff) == OURS ? 1 : 0;
            }
        }
        assertThat(bars).as("pixels of the colour of this engine's bars").isGreaterThan(3_000);
    }
}
