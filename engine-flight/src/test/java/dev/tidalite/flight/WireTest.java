package dev.tidalite.flight;

import dev.tidalite.testkit.DataDriven;
import dev.tidalite.testkit.DataDriven.Case;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.stream.Stream;

/// Calls and their answers, as text files; see [FlightScript].
@SuppressWarnings("try") // closing a client may be interrupted
class WireTest {
    @TempDir static Path folder = Path.of("");
    private static FlightServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new FlightServer(folder, FlightLimits.DEFAULT);
        server.write(
                "home",
                """
                home,room=kitchen temp=21.5,co2=410i,n=7u,ok=true,note="warm" 1700000000000000000
                home,room=attic temp=17.25,co2=400i,n=8u,ok=false 1700000060123456789
                alarm,level=high text="smoke" 1700000000000000000
                """);
        server.write("other", "m f=1 1");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static String run(Case c) {
        try (FlightScript script = new FlightScript(server)) {
            return script.run(c.input().lines().toList());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> tickets() {
        return DataDriven.run(WireTest.class, "tickets.txt", WireTest::run);
    }

    @TestFactory
    Stream<DynamicTest> flightSql() {
        return DataDriven.run(WireTest.class, "flightsql.txt", WireTest::run);
    }
}
