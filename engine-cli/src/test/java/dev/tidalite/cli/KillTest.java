package dev.tidalite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What a server acknowledged is there after SIGKILL at any moment, and is there once.
class KillTest {
    private static final int WRITERS = 3;
    private static final int LINES_MAX = 40;

    @TempDir Path folder = Path.of("");

    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicLong next = new AtomicLong();

    @Test
    void everyAcknowledgedRowSurvivesAndNoneIsThereTwice() throws Exception {
        int kills = Seeds.nightly() ? 100 : 20;
        Seeds.forEach(
                1,
                random -> {
                    for (int kill = 0; kill < kills; kill++) {
                        writeAndKill(random.split());
                    }
                    checkAll();
                });
        assertThat(acknowledged).hasSizeGreaterThan(kills);
    }

    private void writeAndKill(SplittableRandom random) throws Exception {
        try (ServerProcess server = new ServerProcess(folder, "--without-auth")) {
            Thread[] writers = new Thread[WRITERS];
            for (int i = 0; i < WRITERS; i++) {
                SplittableRandom own = random.split();
                writers[i] = Thread.ofPlatform().start(() -> write(server, own));
            }
            Thread.sleep(random.nextInt(20, 500));
            server.kill();
            for (Thread writer : writers) {
                writer.join();
            }
        }
    }

    /// Writes batches of rows, each with a number of its own as its time, until the server is gone.
    private void write(ServerProcess server, SplittableRandom random) {
        try {
            while (true) {
                int count = random.nextInt(1, LINES_MAX);
                long first = next.getAndAdd(count);
                StringBuilder lines = new StringBuilder();
                for (long n = first; n < first + count; n++) {
                    lines.append("kill,tag=t").append(n % 7).append(" n=").append(n).append("i ");
                    lines.append(n).append('\n');
                }
                HttpResponse<String> response =
                        server.post("/api/v2/write?bucket=db", lines.toString());
                if (response.statusCode() == 204) {
                    for (long n = first; n < first + count; n++) {
                        acknowledged.add(n);
                    }
                }
                if (random.nextInt(50) == 0) {
                    server.post("/api/v3/flush?db=db", "");
                }
            }
        } catch (IOException gone) {
            // The server was killed: what this request wrote may or may not be there.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void checkAll() throws Exception {
        try (ServerProcess server = new ServerProcess(folder, "--without-auth")) {
            List<String> rows = server.csv("db", "SELECT n FROM kill").lines().skip(1).toList();
            Set<Long> found = new HashSet<>();
            for (String row : rows) {
                assertThat(found.add(Long.parseLong(row))).as("row %s is there once", row).isTrue();
            }
            assertThat(found).containsAll(acknowledged);
            assertThat(server.stop()).as("exit status after SIGTERM").isIn(0, 143);
        }
    }
}
