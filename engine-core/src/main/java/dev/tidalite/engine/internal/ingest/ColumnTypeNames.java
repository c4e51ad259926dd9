package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnType;

/// What InfluxDB 3 calls the kinds of columns in the messages for single lines.
final class ColumnTypeNames {
    private ColumnTypeNames() {}

    static String of(ColumnRole role, ColumnType type) {
        return "iox::column_type::"
                + switch (role) {
                    case TIME -> "timestamp";
                    case TAG -> "tag";
                    case FIELD ->
                            switch (type) {
                                case TIMESTAMP -> "timestamp";
                                case STRING -> "field::string";
                                case FLOAT64 -> "field::float";
                                case INT64 -> "field::integer";
                                case UINT64 -> "field::uinteger";
                                case BOOLEAN -> "field::boolean";
                            };
                };
    }
}
