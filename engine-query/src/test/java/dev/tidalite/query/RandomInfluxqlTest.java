package dev.tidalite.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.testing.TestSnapshot;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.function.Supplier;

/// Queries put together at random, most of them sensible word by word and few as a whole: each is
/// answered or refused, and nothing else happens.
class RandomInfluxqlTest {
    private static final String LINES =
            """
            cpu,host=a,region=x f=1.5,i=1i,b=true,s="one" 0
            cpu,host=a,region=y f=-2.25,i=7i,u=3u 10000000000
            cpu,host=b f=1e300,i=9223372036854775807i,b=false,s="" 20000000000
            cpu,host=b,region=x i=-9223372036854775808i,u=18446744073709551615u 60000000000
            cpu f=0,s="ünï" 61000000000
            mem,host=a f=6,t="x" 120000000000
            mem,zone=z i=7i 130000000000
            """;

    private static final String[] FIELDS = {
        "f",
        "i",
        "b",
        "s",
        "u",
        "t",
        "host",
        "region",
        "time",
        "none",
        "f::float",
        "i::integer",
        "f::tag",
        "host::field",
        "i::string",
        "\"f\"",
        "s::boolean"
    };
    private static final String[] FUNCTIONS = {
        "count",
        "sum",
        "mean",
        "median",
        "mode",
        "stddev",
        "spread",
        "min",
        "max",
        "first",
        "last",
        "percentile",
        "top",
        "bottom",
        "sample",
        "distinct",
        "derivative",
        "difference",
        "non_negative_derivative",
        "non_negative_difference",
        "moving_average",
        "cumulative_sum",
        "elapsed",
        "integral",
        "holt_winters",
        "holt_winters_with_fit",
        "chande_momentum_oscillator",
        "exponential_moving_average",
        "double_exponential_moving_average",
        "triple_exponential_moving_average",
        "triple_exponential_derivative",
        "relative_strength_index",
        "kaufmans_efficiency_ratio",
        "kaufmans_adaptive_moving_average",
        "abs",
        "ceil",
        "floor",
        "round",
        "sqrt",
        "exp",
        "ln",
        "log",
        "log2",
        "log10",
        "pow",
        "sin",
        "cos",
        "tan",
        "asin",
        "acos",
        "atan",
        "atan2",
        "what"
    };
    private static final String[] CONSTANTS = {
        "0",
        "1",
        "2",
        "-3",
        "4.5",
        "9223372036854775807",
        "1e400",
        "10s",
        "1m",
        "0s",
        "'a'",
        "''",
        "true",
        "/a.*/",
        "*",
        "now()",
        "'2020-01-01T00:00:00Z'",
        "'nonsense'"
    };
    private static final String[] OPERATORS = {
        "+", "-", "*", "/", "%", "&", "|", "^", "=", "!=", "<", "<=", ">", ">=", "=~", "!~", "AND",
        "OR"
    };

    @Test
    void everyTextIsAnsweredOrRefused() {
        QueryEngine engine =
                QueryEngine.over(
                        name -> TestSnapshot.ofLines(name, LINES),
                        QueryConfig.DEFAULT.withThreads(1));
        Seeds.forEach(
                Seeds.nightly() ? 200_000 : 4_000,
                random -> ask(engine, new Texts(random).select(2)));
    }

    private static void ask(QueryEngine engine, String text) {
        try (QueryResult result = engine.execute(QueryRequest.influxql("db", text))) {
            SeriesReader series = new SeriesReader(result);
            while (series.nextSeries()) {
                while (series.nextRow()) {
                    assertThat(series.columns()).isNotEmpty();
                }
            }
        } catch (QueryException e) {
            assertThat(e.code()).as(text).isNotEqualTo(QueryException.Code.INTERNAL);
        } catch (RuntimeException e) {
            throw new AssertionError(text, e);
        }
    }

    /// Makes texts.
    private record Texts(SplittableRandom random) {
        String select(int depth) {
            StringBuilder text = new StringBuilder("SELECT ");
            text.append(list(1 + random.nextInt(3), this::projection)).append(" FROM ");
            text.append(
                    depth > 0 && random.nextInt(4) == 0
                            ? "(" + select(depth - 1) + ")"
                            : of("cpu", "cpu", "mem", "cpu, mem", "/.*/", "nothing"));
            if (random.nextInt(2) == 0) {
                text.append(" WHERE ").append(condition());
            }
            if (random.nextInt(2) == 0) {
                text.append(" GROUP BY ").append(list(1 + random.nextInt(2), this::group));
                text.append(of("", "", " fill(none)", " fill(null)", " fill(previous)"));
                text.append(of("", "", "", " fill(linear)", " fill(7)", " fill(-1.5)"));
            }
            text.append(of("", "", " ORDER BY time DESC", " ORDER BY time"));
            text.append(of("", "", "", " LIMIT 2", " LIMIT 1 OFFSET 1", " LIMIT 0"));
            text.append(of("", "", "", " SLIMIT 1", " SLIMIT 1 SOFFSET 1"));
            return text.append(of("", "", "", " tz('Europe/Berlin')", " tz('Nowhere')")).toString();
        }

        private String of(String... choices) {
            return choices[random.nextInt(choices.length)];
        }

        private static String list(int count, Supplier<String> item) {
            StringJoiner list = new StringJoiner(", ");
            for (int i = 0; i < count; i++) {
                list.add(item.get());
            }
            return list.toString();
        }

        private String projection() {
            String name = of("", "", "", " AS x", " AS time", " AS \"f\"");
            return of("*", "*::field", "/[fi]/", expression(2), expression(2), expression(2))
                    + name;
        }

        private String expression(int depth) {
            if (depth == 0 || random.nextInt(3) == 0) {
                return random.nextInt(4) == 0 ? of(CONSTANTS) : of(FIELDS);
            }
            if (random.nextInt(3) == 0) {
                String operands = expression(depth - 1) + " " + of(OPERATORS) + " ";
                return "(" + operands + expression(depth - 1) + ")";
            }
            StringJoiner call = new StringJoiner(", ", of(FUNCTIONS) + "(", ")");
            call.add(expression(depth - 1));
            for (int more = random.nextInt(5) / 2; more > 0; more--) {
                call.add(random.nextInt(4) == 0 ? of(FIELDS) : of(CONSTANTS));
            }
            return call.toString();
        }

        private String condition() {
            return of(
                    "time >= 0 AND time < 3m",
                    "time > now() - 1h",
                    "time < '2020-01-01' AND host = 'a'",
                    "host =~ /a|b/",
                    "region = ''",
                    "f > 1 OR i < 3",
                    expression(2) + " " + of(OPERATORS) + " " + expression(1));
        }

        private String group() {
            return of(
                    "host",
                    "*",
                    "/host|region/",
                    "time(10s)",
                    "time(1m, 7s)",
                    "time(1h, now())",
                    "time(0s)",
                    "f",
                    "none");
        }
    }
}
