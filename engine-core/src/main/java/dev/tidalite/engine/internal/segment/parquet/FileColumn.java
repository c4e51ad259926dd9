package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.schema.ColumnType;

/// A column of a file.
///
/// @param type what its values are to the engine; decides the physical type
/// @param optional whether it may have rows without a value
/// @param nanosPerUnit of a [ColumnType#TIMESTAMP]: 1 or 1000; 1 for everything else
public record FileColumn(String name, ColumnType type, boolean optional, int nanosPerUnit) {
    static final int PHYSICAL_BOOLEAN = 0;
    static final int PHYSICAL_INT64 = 2;
    static final int PHYSICAL_DOUBLE = 5;
    static final int PHYSICAL_BYTE_ARRAY = 6;

    /// Parquet's number for how the values are stored.
    int physicalType() {
        return switch (type) {
            case TIMESTAMP, INT64, UINT64 -> PHYSICAL_INT64;
            case FLOAT64 -> PHYSICAL_DOUBLE;
            case BOOLEAN -> PHYSICAL_BOOLEAN;
            case STRING -> PHYSICAL_BYTE_ARRAY;
        };
    }
}
