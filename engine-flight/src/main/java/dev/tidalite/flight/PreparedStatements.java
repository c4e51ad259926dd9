package dev.tidalite.flight;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

import dev.tidalite.query.QueryEngine;
import dev.tidalite.query.QueryLimits;
import dev.tidalite.query.QueryResult;

import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementResult;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Prepared statements without any memory of them: the handle of one holds its query, and binding
/// values gives another handle. So nothing has to be closed, and nothing can be forgotten.
final class PreparedStatements {
    private final QueryEngine queries;
    private final QueryLimits limits;

    PreparedStatements(QueryEngine queries, QueryLimits limits) {
        this.queries = queries;
        this.limits = limits;
    }

    /// A handle, what the query gives, and what it takes.
    ActionCreatePreparedStatementResult prepare(FlightQuery query) {
        Map<String, ArrowType> types = query.parameterTypes(queries, limits);
        List<Field> parameters = new ArrayList<>();
        types.forEach((name, type) ->
                parameters.add(Field.nullable("$" + name, ParameterValues.bound(type))));
        return ActionCreatePreparedStatementResult.newBuilder()
                .setPreparedStatementHandle(ReadInfo.encode(query))
                .setDatasetSchema(bytes(schema(query, types)))
                .setParameterSchema(bytes(new Schema(parameters)))
                .build();
    }

    private static ByteString bytes(Schema schema) {
        return ByteString.copyFrom(SchemaBytes.of(schema));
    }

    /// The columns of a query's answer, also if its parameters have no values yet.
    Schema schema(FlightQuery query) {
        return query.parameters().isEmpty()
                ? schema(query, query.parameterTypes(queries, limits))
                : planned(query);
    }

    private Schema schema(FlightQuery query, Map<String, ArrowType> types) {
        Map<String, @Nullable Object> examples = new LinkedHashMap<>();
        types.forEach((name, type) -> examples.put(name, ParameterValues.example(type)));
        return planned(query.with(examples));
    }

    private Schema planned(FlightQuery query) {
        try (QueryResult result = query.run(queries, limits)) {
            return result.schema();
        }
    }

    /// The query that a handle stands for.
    static FlightQuery query(ByteString handle) {
        try {
            if (ReadInfo.decode(handle) instanceof FlightQuery query) {
                return query;
            }
        } catch (InvalidProtocolBufferException e) {
            throw Failures.invalid("no handle of a prepared statement: " + e.getMessage());
        }
        throw Failures.invalid("no handle of a prepared statement");
    }

    /// Binds the values of the one row that comes in. Columns belong to parameters by their names,
    /// with or without `$`, or else by their places.
    ///
    /// @return the handle of the statement with these values
    ByteString bind(FlightQuery query, FlightStream values) {
        List<String> names = List.copyOf(query.parameterTypes(queries, limits).keySet());
        Map<String, @Nullable Object> bound = new LinkedHashMap<>();
        int rowCount = 0;
        while (next(values)) {
            VectorSchemaRoot batch = values.getRoot();
            rowCount += batch.getRowCount();
            if (rowCount > 1) {
                throw Failures.unimplemented("binding more than one row of parameters");
            }
            if (batch.getRowCount() == 1) {
                bindRow(names, batch.getFieldVectors(), bound);
            }
        }
        return ReadInfo.encode(query.with(bound));
    }

    /// Reads the next batch.
    private static boolean next(FlightStream values) {
        try {
            return values.next();
        } catch (FlightRuntimeException e) {
            throw e;
        } catch (RuntimeException e) {
            throw Failures.invalid("malformed batch: " + e.getMessage());
        }
    }

    private static void bindRow(
            List<String> names, List<FieldVector> columns, Map<String, @Nullable Object> bound) {
        if (columns.size() != names.size()) {
            throw Failures.invalid(
                    "the statement has "
                            + names.size()
                            + " parameters, and "
                            + columns.size()
                            + " values came");
        }
        boolean byName = columns.stream().map(PreparedStatements::name).allMatch(names::contains);
        for (int place = 0; place < columns.size(); place++) {
            FieldVector column = columns.get(place);
            String name = byName ? name(column) : names.get(place);
            bound.put(name, ParameterValues.get(column, 0));
        }
    }

    private static String name(FieldVector column) {
        String name = column.getName();
        return name.startsWith("$") ? name.substring(1) : name;
    }
}
