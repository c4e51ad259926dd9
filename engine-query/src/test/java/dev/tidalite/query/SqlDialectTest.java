package dev.tidalite.query;

import dev.tidalite.engine.testing.TestSnapshot;
import dev.tidalite.query.internal.frontend.sql.SqlFrontend;
import dev.tidalite.testkit.DataDriven;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// The dialect of DataFusion, statement by statement, operator by operator, literal by literal: the
/// cases are texts in `sql-dialect.txt`, each a query and its answer or its error.
final class SqlDialectTest {
    /// Beside what all have, `un` is unsigned and holds more than 63 bits.
    private static final String LINES =
            """
            cpu,host=a,region=x u=1.5,n=1i,b=true,s="foo",un=18446744073709551615u 1641024000000000000
            cpu,host=a,region=x u=2.5,n=2i,b=false,s="bar",un=5u 1641027600000000000
            cpu,host=b u=-3.5,n=-7i,un=9223372036854775808u 1641024000000000000
            cpu,host=b,region=y u=4,n=9i,b=true,s="baz" 1641031200000000000
            mem,host=a free=10i,big=9223372036854775807i 1641024000000000000
            mem,host=c free=20i,big=-1i 1641027600000000000
            """;

    @TestFactory
    Stream<DynamicTest> queries() {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("1", 5L);
        parameters.put("2", 2.5);
        parameters.put("3", 7L);
        parameters.put("x", "a");
        parameters.put("nothing", null);
        QueryEngine engine =
                new QueryEngine(
                        name -> TestSnapshot.ofLines(name, LINES),
                        QueryConfig.DEFAULT.withThreads(1),
                        Map.of(QueryRequest.Language.SQL, new SqlFrontend(100)));
        return DataDriven.run(
                SqlDialectTest.class,
                "sql-dialect.txt",
                test ->
                        SqlReferenceTest.answer(
                                engine, QueryRequest.sql("db", test.input()).with(parameters)));
    }
}
