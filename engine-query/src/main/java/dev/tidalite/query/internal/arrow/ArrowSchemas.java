package dev.tidalite.query.internal.arrow;

import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The Arrow schema of a result. Plain columns of a table say in `iox::column::type` what they are.
public final class ArrowSchemas {
    private static final String COLUMN_TYPE = "iox::column::type";

    private ArrowSchemas() {}

    /// @param fieldMetadata more per column; may be empty
    public static Schema of(
            List<PlanColumn> columns,
            Map<String, String> metadata,
            List<Map<String, String>> fieldMetadata) {
        List<Field> fields = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            PlanColumn column = columns.get(i);
            Map<String, String> more = new LinkedHashMap<>();
            ColumnSchema origin = column.origin();
            if (origin != null) {
                more.put(COLUMN_TYPE, columnType(origin));
            }
            if (i < fieldMetadata.size()) {
                more.putAll(fieldMetadata.get(i));
            }
            fields.add(field(column.name(), column.type(), column.nullable(), more));
        }
        return new Schema(fields, metadata);
    }

    /// The word by which clients know the kind of a column.
    static String columnType(ColumnSchema column) {
        String kind =
                switch (column.role()) {
                    case TIME -> "timestamp";
                    case TAG -> "tag";
                    case FIELD ->
                            switch (column.type()) {
                                case FLOAT64 -> "field::float";
                                case INT64 -> "field::integer";
                                case UINT64 -> "field::uinteger";
                                case STRING -> "field::string";
                                case BOOLEAN -> "field::boolean";
                                case TIMESTAMP -> "timestamp";
                            };
                };
        return "iox::column_type::" + kind;
    }

    private static Field field(
            String name, DataType type, boolean nullable, Map<String, String> metadata) {
        List<Field> children =
                switch (type) {
                    case DataType.Struct struct -> {
                        List<Field> fields = new ArrayList<>();
                        for (DataType.Field child : struct.fields()) {
                            fields.add(field(child.name(), child.type(), true, Map.of()));
                        }
                        yield fields;
                    }
                    case DataType.ListOf(DataType element) ->
                            List.of(field("item", element, true, Map.of()));
                    case DataType.Plain _, DataType.Timestamp _ -> List.of();
                };
        return new Field(name, new FieldType(nullable, arrowType(type), null, metadata), children);
    }

    /// The type of the vectors that hold such values.
    public static ArrowType arrowType(DataType type) {
        return switch (type) {
            case DataType.Plain plain ->
                    switch (plain) {
                        case NULL -> new ArrowType.Null();
                        case BOOLEAN -> new ArrowType.Bool();
                        case INT32 -> new ArrowType.Int(32, true);
                        case INT64 -> new ArrowType.Int(64, true);
                        case UINT64 -> new ArrowType.Int(64, false);
                        case FLOAT32 -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
                        case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
                        case UTF8 -> new ArrowType.Utf8();
                        case DATE -> new ArrowType.Date(DateUnit.DAY);
                        case TIME -> new ArrowType.Time(TimeUnit.NANOSECOND, 64);
                        case INTERVAL -> new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO);
                    };
            case DataType.Timestamp(String zone) ->
                    new ArrowType.Timestamp(TimeUnit.NANOSECOND, zone);
            case DataType.Struct _ -> new ArrowType.Struct();
            case DataType.ListOf _ -> new ArrowType.List();
        };
    }
}
