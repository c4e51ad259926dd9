package dev.tidalite.query;

import static java.util.stream.Collectors.joining;

import dev.tidalite.engine.testing.TestSnapshot;
import dev.tidalite.testkit.DataDriven;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What InfluxDB 1.6.7 computed over a few rows, asked of this engine.
class InfluxqlVersion1Test {
    private static final double[] VALUES = {1, 3, 2, 5, 4, 6, 8, 7, 9, 3, 2, 1};

    @TestFactory
    Stream<DynamicTest> answers() {
        QueryEngine engine =
                QueryEngine.over(
                        name -> TestSnapshot.ofLines(name, lines()),
                        QueryConfig.DEFAULT.withThreads(1));
        return DataDriven.run(
                InfluxqlVersion1Test.class,
                "influxql/version1.txt",
                c -> answer(engine, c.input()));
    }

    /// Every ten seconds a float and an integer of one series; `w` has gaps and two series, a
    /// second apart.
    private static String lines() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < VALUES.length; i++) {
            long time = i * 10_000_000_000L;
            lines.append("m f=%s,i=%di %d\n".formatted(VALUES[i], ((long) VALUES[i]) * 10, time));
            if (i % 4 != 1) {
                lines.append("w,t=a f=%s %d\n".formatted(VALUES[i], time));
            }
            if (i % 3 != 2) {
                long later = time + 1_000_000_000L;
                lines.append("w,t=b f=%s,x=\"%d\" %d\n".formatted(-VALUES[i], i, later));
            }
        }
        // around the end of summer in Berlin, 2020-10-25T01:00:00Z
        for (int hour = -30; hour < 30; hour++) {
            long time = (1_603_587_600L + hour * 3_600L) * 1_000_000_000L;
            lines.append("z f=%d %d\n".formatted(hour + 100, time));
        }
        return lines.toString();
    }

    private static String answer(QueryEngine engine, String query) {
        List<String> out = new ArrayList<>();
        try (QueryResult result = engine.execute(QueryRequest.influxql("db", query))) {
            SeriesReader series = new SeriesReader(result);
            while (series.nextSeries()) {
                out.add(series.name() + (series.tags().isEmpty() ? "" : " " + series.tags()));
                while (series.nextRow()) {
                    List<String> cells = new ArrayList<>();
                    for (int column = 0; column < series.columns().size(); column++) {
                        Object value = series.value(column);
                        cells.add(
                                value instanceof Long ns && series.isTime(column)
                                        ? Long.toString(ns / 1_000_000_000L)
                                        : cell(value));
                    }
                    out.add(String.join(" ", cells));
                }
            }
        } catch (QueryException e) {
            return "error";
        }
        return out.stream().collect(joining("\n"));
    }

    private static String cell(@Nullable Object value) {
        if (!(value instanceof Number number)) {
            return value == null ? "null" : value.toString();
        }
        return String.format(Locale.ROOT, "%.9e", number.doubleValue());
    }
}
