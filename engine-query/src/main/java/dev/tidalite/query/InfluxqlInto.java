package dev.tidalite.query;

import dev.tidalite.engine.Appender;
import dev.tidalite.engine.Engine;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.frontend.influxql.ast.Printer;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement;
import dev.tidalite.query.internal.frontend.influxql.plan.Targets;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// `SELECT … INTO`: writes the rows of a query as rows of another table. Tags that the query groups
/// by stay tags, all other columns become fields.
final class InfluxqlInto {
    private final Engine engine;
    private final QueryEngine queries;

    InfluxqlInto(Engine engine, QueryEngine queries) {
        this.engine = engine;
        this.queries = queries;
    }

    /// @param database that the rows come from
    /// @return how many rows were written
    SeriesReader write(Statement.Select select, String database, InfluxqlCommands commands) {
        Statement.Target into = select.into();
        if (into == null) {
            throw new IllegalArgumentException("no INTO in " + select);
        }
        String target =
                into.database() == null && into.retentionPolicy() == null
                        ? database
                        : commands.resolve(
                                into.database() == null ? database : into.database(),
                                into.retentionPolicy());
        Statement plain = Targets.removed(withoutInto(select));
        long written = 0;
        try (QueryResult result =
                queries.execute(QueryRequest.influxql(database, Printer.print(plain)))) {
            SeriesReader series = new SeriesReader(result);
            while (series.nextSeries()) {
                String table = into.measurement() == null ? series.name() : into.measurement();
                written += write(series, target, table);
            }
        }
        return SeriesReader.of(
                "result",
                List.of("time", "written"),
                List.of(DataType.TIMESTAMP, DataType.INT64),
                List.of(List.of(0L, written)));
    }

    private static Statement.Select withoutInto(Statement.Select select) {
        return new Statement.Select(
                select.fields(),
                null,
                select.from(),
                select.where(),
                select.groupBy(),
                select.fill(),
                select.descending(),
                select.page(),
                select.seriesPage(),
                select.zone());
    }

    private long write(SeriesReader series, String database, String table) {
        long written = 0;
        try (Appender appender = engine.appender(database, table)) {
            while (series.nextRow()) {
                if (!hasField(series)) {
                    continue;
                }
                Appender.Row row = appender.row();
                for (Map.Entry<String, String> tag : series.tags().entrySet()) {
                    if (!tag.getValue().isEmpty()) {
                        row.tag(tag.getKey(), tag.getValue());
                    }
                }
                for (int column = 0; column < series.columns().size(); column++) {
                    append(row, series, column);
                }
                row.append();
                written++;
            }
        } catch (IllegalArgumentException refused) {
            throw new QueryException(Code.INVALID, "partial write: " + refused.getMessage());
        }
        return written;
    }

    private static boolean hasField(SeriesReader series) {
        for (int column = 0; column < series.columns().size(); column++) {
            if (!series.isTime(column) && series.value(column) != null) {
                return true;
            }
        }
        return false;
    }

    private static void append(Appender.Row row, SeriesReader series, int column) {
        String name = series.columns().get(column);
        @Nullable Object value = series.value(column);
        switch (value) {
            case null -> {}
            case Long time when series.isTime(column) -> row.time(time);
            case Long number when series.isUnsigned(column) -> row.unsigned(name, number);
            case Long number -> row.field(name, number);
            case Double number -> row.field(name, number);
            case Boolean truth -> row.field(name, truth);
            default -> row.field(name, value.toString());
        }
    }
}
