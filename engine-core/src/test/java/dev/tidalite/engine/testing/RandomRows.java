package dev.tidalite.engine.testing;

import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Random tables and rows whose keys meet often: few tag values, few times, many nulls.
public final class RandomRows {
    private final SplittableRandom random;

    public RandomRows(SplittableRandom random) {
        this.random = random;
    }

    /// A table of up to nine columns in any order.
    public TableSchema schema() {
        List<ColumnSchema> columns = new ArrayList<>();
        int tags = random.nextInt(4);
        for (int tag = 0; tag < tags; tag++) {
            columns.add(ColumnSchema.tag("tag" + tag));
        }
        List<ColumnType> types =
                List.of(
                        ColumnType.FLOAT64,
                        ColumnType.INT64,
                        ColumnType.UINT64,
                        ColumnType.STRING,
                        ColumnType.BOOLEAN);
        int fields = 1 + random.nextInt(5);
        for (int field = 0; field < fields; field++) {
            columns.add(
                    random.nextInt(columns.size() + 1),
                    ColumnSchema.field("field" + field, types.get(random.nextInt(types.size()))));
        }
        return TableSchema.empty("table").with(columns);
    }

    /// An earlier form of a table: some of its first columns.
    public TableSchema prefix(TableSchema schema) {
        int columns = random.nextInt(3) == 0 ? random.nextInt(schema.columnCount()) : -1;
        return columns < 0
                ? schema
                : TableSchema.empty(schema.table()).with(schema.columns().subList(1, columns + 1));
    }

    /// @param timesMax how many different times there may be
    public List<@Nullable Object[]> rows(
            TableSchema schema, int count, long timeStart, int timesMax, long timeStep) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            @Nullable Object[] row = new Object[schema.columnCount()];
            row[0] = timeStart + random.nextInt(timesMax) * timeStep;
            for (int ordinal = 1; ordinal < row.length; ordinal++) {
                if (random.nextInt(3) > 0) {
                    row[ordinal] = value(schema.column(ordinal));
                }
            }
            rows.add(row);
        }
        return rows;
    }

    /// Leaves out rows whose key came before.
    public static List<@Nullable Object[]> distinct(
            TableSchema schema, List<@Nullable Object[]> rows) {
        NaiveTable table = new NaiveTable(schema);
        rows.forEach(table::add);
        return table.merged();
    }

    private Object value(ColumnSchema column) {
        String text = List.of("a", "b", "c", "ü", "", "long text").get(random.nextInt(6));
        if (column.role() == ColumnRole.TAG) {
            return text;
        }
        return switch (column.type()) {
            case TIMESTAMP, INT64, UINT64 -> random.nextLong(100);
            case FLOAT64 -> random.nextInt(10) == 0 ? Double.NaN : random.nextDouble();
            case STRING -> text;
            case BOOLEAN -> random.nextBoolean();
        };
    }

    /// Lists that can be compared.
    public static List<List<@Nullable Object>> lists(List<@Nullable Object[]> rows, int width) {
        List<List<@Nullable Object>> lists = new ArrayList<>();
        rows.forEach(row -> lists.add(Arrays.asList(Arrays.copyOf(row, width))));
        return lists;
    }
}
