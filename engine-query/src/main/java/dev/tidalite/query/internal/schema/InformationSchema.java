package dev.tidalite.query.internal.schema;

import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;

import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `information_schema`: tables, views, columns and settings of a database, as DataFusion shows
/// them.
final class InformationSchema extends AbstractSchema {
    private final Snapshot snapshot;
    private final Map<String, Table> tables = new TreeMap<>();

    InformationSchema(Snapshot snapshot) {
        this.snapshot = snapshot;
        tables.put(
                "tables",
                new InformationTable(
                        text("table_catalog", "table_schema", "table_name", "table_type"),
                        this::tableRows));
        tables.put(
                "views",
                new InformationTable(
                        text("table_catalog", "table_schema", "table_name", "definition"),
                        this::viewRows));
        tables.put("columns", new InformationTable(columnsOfColumns(), this::columnRows));
        tables.put("df_settings", new InformationTable(text("name", "value"), this::settingRows));
    }

    @Override
    protected Map<String, Table> getTableMap() {
        return tables;
    }

    private static List<PlanColumn> text(String... names) {
        return Arrays.stream(names).map(name -> new PlanColumn(name, DataType.UTF8)).toList();
    }

    private static List<PlanColumn> columnsOfColumns() {
        List<PlanColumn> columns =
                new ArrayList<>(text("table_catalog", "table_schema", "table_name", "column_name"));
        columns.add(new PlanColumn("ordinal_position", DataType.UINT64));
        columns.addAll(text("column_default", "is_nullable", "data_type"));
        for (String name :
                List.of(
                        "character_maximum_length",
                        "character_octet_length",
                        "numeric_precision",
                        "numeric_precision_radix",
                        "numeric_scale",
                        "datetime_precision")) {
            columns.add(new PlanColumn(name, DataType.UINT64));
        }
        columns.addAll(text("interval_type"));
        return columns;
    }

    private List<List<@Nullable Object>> tableRows() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TableSchema table : snapshot.tables()) {
            rows.add(List.of(QuerySchema.CATALOG, QuerySchema.TABLES, table.table(), "BASE TABLE"));
        }
        for (String view : tables.keySet()) {
            rows.add(List.of(QuerySchema.CATALOG, QuerySchema.INFORMATION, view, "VIEW"));
        }
        return rows;
    }

    private List<List<@Nullable Object>> viewRows() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (String view : tables.keySet()) {
            rows.add(Arrays.asList(QuerySchema.CATALOG, QuerySchema.INFORMATION, view, null));
        }
        return rows;
    }

    private List<List<@Nullable Object>> settingRows() {
        return List.of(
                List.of("datafusion.catalog.default_catalog", QuerySchema.CATALOG),
                List.of("datafusion.catalog.default_schema", QuerySchema.TABLES),
                List.of("datafusion.catalog.information_schema", "true"),
                List.of("datafusion.execution.time_zone", "+00:00"),
                List.of("datafusion.sql_parser.dialect", "generic"),
                List.of("datafusion.sql_parser.enable_ident_normalization", "true"),
                List.of("datafusion.sql_parser.parse_float_as_decimal", "false"));
    }

    private List<List<@Nullable Object>> columnRows() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TableSchema schema : snapshot.tables()) {
            int position = 0;
            for (ColumnSchema column : new StoredTable(schema).columns()) {
                String[] name = {QuerySchema.TABLES, schema.table(), column.name()};
                boolean isTime = column.role() == ColumnRole.TIME;
                rows.add(columnRow(name, position++, !isTime, arrowType(column), column.type()));
            }
        }
        tables.forEach((table, definition) -> {
            int position = 0;
            for (PlanColumn column : ((InformationTable) definition).columns()) {
                String[] name = {QuerySchema.INFORMATION, table, column.name()};
                ColumnType type =
                        column.type() == DataType.UTF8 ? ColumnType.STRING : ColumnType.UINT64;
                String arrow = type == ColumnType.STRING ? "Utf8" : "UInt64";
                rows.add(columnRow(name, position++, column.nullable(), arrow, type));
            }
        });
        return rows;
    }

    /// @param name schema, table, column
    private static List<@Nullable Object> columnRow(
            String[] name, int position, boolean nullable, String arrowType, ColumnType type) {
        boolean isText = arrowType.equals("Utf8");
        // 24 for a double is what DataFusion says
        Long precision =
                switch (type) {
                    case FLOAT64 -> 24L;
                    case INT64, UINT64 -> 64L;
                    case TIMESTAMP, STRING, BOOLEAN -> null;
                };
        return Arrays.asList(
                QuerySchema.CATALOG,
                name[0],
                name[1],
                name[2],
                (long) position,
                null,
                nullable ? "YES" : "NO",
                arrowType,
                null,
                isText ? (Long) (long) Integer.MAX_VALUE : null,
                precision,
                precision == null ? null : (Long) 2L,
                null,
                null,
                null);
    }

    /// The Arrow type of a stored column, as DataFusion prints it.
    private static String arrowType(ColumnSchema column) {
        if (column.role() == ColumnRole.TAG) {
            return "Dictionary(Int32, Utf8)";
        }
        return switch (column.type()) {
            case TIMESTAMP -> "Timestamp(Nanosecond, None)";
            case STRING -> "Utf8";
            case FLOAT64 -> "Float64";
            case INT64 -> "Int64";
            case UINT64 -> "UInt64";
            case BOOLEAN -> "Boolean";
        };
    }
}
