package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.engine.testing.TestSnapshot;
import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.exec.Frontend;
import dev.tidalite.testkit.DataDriven;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.stream.Stream;

/// From a query to its plan, or to its error. The cases are texts in `plans.txt`.
final class PlanTest {
    private static final TestSnapshot SNAPSHOT =
            TestSnapshot.ofLines(
                    "db",
                    """
                    cpu,host=a,region=r user=1.5,system=2,n=1i,u=3u,s="x",b=true 1
                    mem,host=a used=1i,free=2 1
                    """);

    @TestFactory
    Stream<DynamicTest> plans() {
        SqlFrontend frontend = new SqlFrontend(100);
        return DataDriven.run(PlanTest.class, "plans.txt", c -> plan(frontend, c.input()));
    }

    private static String plan(SqlFrontend frontend, String query) {
        try {
            Frontend.Planned planned = frontend.plan(query, SNAPSHOT, Map.of("1", "x", "n", 5L));
            String values = planned.values().isEmpty() ? "" : "\nvalues " + planned.values();
            return PlanText.of(planned.plan()) + values;
        } catch (QueryException e) {
            String place = e.line() == 0 ? "" : " at " + e.line() + ":" + e.column();
            return e.code() + place + ": " + e.getMessage();
        }
    }
}
