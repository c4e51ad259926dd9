package dev.tidalite.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/// A process that writes is killed by the operating system, again and again.
final class EngineKillTest {
    @TempDir Path folder;

    @Test
    void everythingAcknowledgedIsThereAfterAKill() throws Exception {
        kill(6);
    }

    @Test
    @Tag("nightly")
    void everythingAcknowledgedIsThereAfterAHundredKills() throws Exception {
        kill(100);
    }

    @Test
    void aSecondProcessIsKeptOut() throws Exception {
        Writing first = new Writing(folder);
        try {
            first.awaitFirst();
            assertThatThrownBy(() -> Engine.open(WritingProcess.config(folder)))
                    .isInstanceOf(EngineException.Locked.class)
                    .hasMessageContaining(folder.toString());
        } finally {
            first.kill();
        }
        Engine.open(WritingProcess.config(folder)).close();
    }

    private void kill(int times) throws Exception {
        SplittableRandom random = new SplittableRandom();
        long before = 0;
        for (int round = 0; round < times; round++) {
            Writing writing = new Writing(folder);
            writing.awaitFirst();
            Thread.sleep(random.nextInt(400));
            Map<String, Long> acknowledged = writing.kill();
            try (Engine engine = Engine.open(WritingProcess.config(folder))) {
                Map<String, Long> a = WritingProcess.lastNumbers(engine, "a");
                assertThat(WritingProcess.lastNumbers(engine, "b")).isEqualTo(a);
                acknowledged.forEach((writer, number) ->
                        assertThat(a.get(writer)).isBetween(number, number + 1));
                long now = a.values().stream().mapToLong(Long::longValue).sum();
                assertThat(now).isGreaterThan(before);
                before = now;
            }
        }
        System.out.println(times + " kills, " + before + " requests");
    }

    /// The process and what it has said.
    private static final class Writing {
        private final Process process;
        private final Map<String, Long> acknowledged = new TreeMap<>();
        private final CountDownLatch first = new CountDownLatch(1);
        private final Thread listener;

        Writing(Path folder) throws IOException {
            String classPath =
                    System.getProperty(
                            "surefire.test.class.path", System.getProperty("java.class.path"));
            process =
                    new ProcessBuilder(
                                    ProcessHandle.current().info().command().orElseThrow(),
                                    "-Xmx160m",
                                    "-XX:+UseSerialGC",
                                    "--add-modules=jdk.incubator.vector",
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-cp",
                                    classPath,
                                    WritingProcess.class.getName(),
                                    folder.toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            listener = new Thread(this::listen);
            listener.start();
        }

        private void listen() {
            try (BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8))) {
                String line = lines.readLine();
                while (line != null) {
                    // A killed process may have said half a line.
                    if (line.matches("w\\d \\d+")) {
                        acknowledged.merge(
                                line.substring(0, 2), Long.parseLong(line.substring(3)), Math::max);
                        first.countDown();
                    }
                    line = lines.readLine();
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            } finally {
                first.countDown();
            }
        }

        void awaitFirst() throws InterruptedException {
            first.await();
            assertThat(process.isAlive()).isTrue();
        }

        Map<String, Long> kill() throws InterruptedException {
            // The process itself would close our end of the pipe, with what is still in it.
            process.toHandle().destroyForcibly();
            process.waitFor();
            listener.join();
            return acknowledged;
        }
    }
}
