package dev.tidalite.http;

import dev.tidalite.engine.EngineConfig;
import dev.tidalite.testkit.DataDriven;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/// Requests and their answers, as text files; [WireServer] says how they are written.
class WireTest {
    /// Small enough that a test can exceed them.
    private static final HttpLimits SMALL = new HttpLimits(2_000, 4_000, 100_000, 8, 8, 0, 3);

    @TempDir Path folder = Path.of("");
    private WireServer server = WireServer.NONE;

    private Stream<DynamicTest> run(String file, EngineConfig engine, HttpConfig http) {
        server = WireServer.start(engine, http);
        return DataDriven.run(WireTest.class, file, server::exchange);
    }

    private Stream<DynamicTest> run(String file) {
        return run(file, EngineConfig.of(folder), HttpConfig.of("1.2.3").withLimits(SMALL));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> writingV2() {
        return run("write-v2.txt");
    }

    @TestFactory
    Stream<DynamicTest> writingV1AndV3() {
        return run("write-v1-v3.txt");
    }

    @TestFactory
    Stream<DynamicTest> queryingV1() {
        return run("query-v1.txt");
    }

    @TestFactory
    Stream<DynamicTest> queryingV3() {
        return run("query-v3.txt");
    }

    @TestFactory
    Stream<DynamicTest> theRest() {
        return run("admin.txt");
    }

    /// Tables, columns, retention and databases that are not made on the fly.
    @TestFactory
    Stream<DynamicTest> limitsOfTheEngine() {
        EngineConfig engine =
                EngineConfig.builder(folder)
                        .tablesMax(2)
                        .columnsMax(3)
                        .clock(() -> Instant.parse("2026-01-02T00:00:00Z"))
                        .build();
        HttpConfig http = HttpConfig.of("1.2.3").withLimits(SMALL).withoutCreatingDatabases();
        return run("limits.txt", engine, http);
    }
}
