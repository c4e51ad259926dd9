package dev.tidalite.flight;

import com.google.protobuf.Message;

import dev.tidalite.query.QueryEngine;
import dev.tidalite.query.QueryLimits;
import dev.tidalite.query.QueryResult;
import dev.tidalite.query.Rows;

import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetCatalogs;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetCrossReference;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetExportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetImportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetPrimaryKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTableTypes;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetXdbcTypeInfo;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Answers the commands of Flight SQL about what is in a database: from `information_schema`, so
/// that there is one truth.
final class SqlCatalog {
    private static final String CATALOG = "public";

    private final QueryEngine queries;
    private final QueryLimits limits;

    SqlCatalog(QueryEngine queries, QueryLimits limits) {
        this.queries = queries;
        this.limits = limits;
    }

    /// The columns of a command's answer.
    static Schema schema(Message command) {
        return switch (command) {
            case CommandGetCatalogs _ -> Schemas.GET_CATALOGS_SCHEMA;
            case CommandGetDbSchemas _ -> Schemas.GET_SCHEMAS_SCHEMA;
            case CommandGetTables tables ->
                    tables.getIncludeSchema()
                            ? Schemas.GET_TABLES_SCHEMA
                            : Schemas.GET_TABLES_SCHEMA_NO_SCHEMA;
            case CommandGetTableTypes _ -> Schemas.GET_TABLE_TYPES_SCHEMA;
            case CommandGetXdbcTypeInfo _ -> Schemas.GET_TYPE_INFO_SCHEMA;
            case CommandGetPrimaryKeys _ -> Schemas.GET_PRIMARY_KEYS_SCHEMA;
            case CommandGetExportedKeys _ -> Schemas.GET_EXPORTED_KEYS_SCHEMA;
            case CommandGetImportedKeys _ -> Schemas.GET_IMPORTED_KEYS_SCHEMA;
            case CommandGetCrossReference _ -> Schemas.GET_CROSS_REFERENCE_SCHEMA;
            default -> throw Failures.unimplemented(command.getDescriptorForType().getName());
        };
    }

    /// The rows of a command's answer, with a value for each of its columns.
    List<@Nullable Object[]> rows(Message command, String database) {
        return switch (command) {
            case CommandGetCatalogs _ -> List.<Object[]>of(new Object[] {CATALOG});
            case CommandGetDbSchemas schemas -> schemas(schemas, database);
            case CommandGetTables tables -> tables(tables, database);
            case CommandGetTableTypes _ ->
                    List.of(new Object[] {"BASE TABLE"}, new Object[] {"VIEW"});
            case CommandGetXdbcTypeInfo types ->
                    types.hasDataType() ? XdbcTypes.rows(types.getDataType()) : XdbcTypes.rows();
            default -> List.of(); // there are no keys
        };
    }

    private List<@Nullable Object[]> schemas(CommandGetDbSchemas command, String database) {
        Filter filter = new Filter();
        if (command.hasCatalog()) {
            filter.equal("table_catalog", command.getCatalog());
        }
        if (command.hasDbSchemaFilterPattern()) {
            filter.like("table_schema", command.getDbSchemaFilterPattern());
        }
        // The schema of an empty database has no table, and is there all the same.
        String sql =
                "SELECT DISTINCT table_catalog, table_schema FROM (SELECT table_catalog,"
                        + " table_schema FROM information_schema.tables UNION ALL SELECT 'public',"
                        + " 'iox') AS schemas"
                        + filter.where()
                        + " ORDER BY table_catalog, table_schema";
        return select(database, sql, filter.values);
    }

    private List<@Nullable Object[]> tables(CommandGetTables command, String database) {
        Filter filter = new Filter();
        if (command.hasCatalog()) {
            filter.equal("table_catalog", command.getCatalog());
        }
        if (command.hasDbSchemaFilterPattern()) {
            filter.like("table_schema", command.getDbSchemaFilterPattern());
        }
        if (command.hasTableNameFilterPattern()) {
            filter.like("table_name", command.getTableNameFilterPattern());
        }
        filter.in("table_type", command.getTableTypesList());
        String sql =
                "SELECT table_catalog, table_schema, table_name, table_type"
                        + " FROM information_schema.tables"
                        + filter.where()
                        + " ORDER BY table_catalog, table_schema, table_name";
        List<@Nullable Object[]> rows = select(database, sql, filter.values);
        if (!command.getIncludeSchema()) {
            return rows;
        }
        List<@Nullable Object[]> withSchema = new ArrayList<>();
        for (@Nullable Object[] row : rows) {
            withSchema.add(
                    new @Nullable Object[] {
                        row[0], row[1], row[2], row[3], schemaOf(database, row[1], row[2])
                    });
        }
        return withSchema;
    }

    /// The Arrow schema of a table, serialised.
    private byte[] schemaOf(String database, @Nullable Object schema, @Nullable Object table) {
        String sql = "SELECT * FROM " + quoted(schema) + "." + quoted(table);
        FlightQuery query = FlightQuery.sql(database, sql);
        try (QueryResult result = query.run(queries, limits)) {
            return SchemaBytes.of(result.schema());
        }
    }

    private static String quoted(@Nullable Object name) {
        return '"' + String.valueOf(name).replace("\"", "\"\"") + '"';
    }

    private List<@Nullable Object[]> select(
            String database, String sql, Map<String, @Nullable Object> values) {
        FlightQuery query = FlightQuery.sql(database, sql).with(values);
        List<@Nullable Object[]> found = new ArrayList<>();
        try (QueryResult result = query.run(queries, limits)) {
            Rows rows = result.rows();
            while (rows.next()) {
                @Nullable Object[] row = new Object[rows.columnCount()];
                for (int column = 0; column < row.length; column++) {
                    row[column] = rows.get(column);
                }
                found.add(row);
            }
        }
        return found;
    }

    /// Conditions that rows of `information_schema` must meet. Their values travel as parameters.
    private static final class Filter {
        private final List<String> conditions = new ArrayList<>();
        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

        void equal(String column, String value) {
            conditions.add(column + " = " + parameter(value));
        }

        void like(String column, String pattern) {
            conditions.add(column + " LIKE " + parameter(pattern));
        }

        void in(String column, List<String> wanted) {
            if (!wanted.isEmpty()) {
                List<String> parameters = wanted.stream().map(this::parameter).toList();
                conditions.add(column + " IN (" + String.join(", ", parameters) + ")");
            }
        }

        private String parameter(String value) {
            String name = "p" + values.size();
            values.put(name, value);
            return "$" + name;
        }

        String where() {
            return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        }
    }
}
