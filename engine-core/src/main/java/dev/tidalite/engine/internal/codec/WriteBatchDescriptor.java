package dev.tidalite.engine.internal.codec;

import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnType;

/// The byte layout of a [WriteBatch]. All numbers are little-endian; `varint` is 7 bits a byte,
/// lowest first, at most 5 bytes, never negative; `text` is a varint length and UTF-8.
///
/// ```
/// batch      = version:u8  tableCount:varint  table *tableCount
/// table      = tableId:i64  rowCount:varint  definition  newSeries  series  times
///              columnCount:varint  column *columnCount
/// definition = columnCount:varint            0: nothing new, and the definition ends here
///              firstOrdinal:varint           0: the table is new, and its names follow
///              [database:text  table:text]
///              (role:u8  type:u8  name:text) *columnCount
/// newSeries  = count:varint  (id:varint  tagCount:varint  (ordinal:varint  value:text) *tagCount)
/// series     = numbers                       an id per row
/// times      = numbers                       nanoseconds per row
/// column     = ordinal:varint  type:u8  presence:u8  [validity]  values
/// validity   = i64 *words                    only if presence is 1: a bit a row, lowest first
/// values     = numbers                       of the rows that have a value, for all but text
///            | lengths:numbers  bytes:text   for text: a length per value, then all of them
/// numbers    = width:u8  base:i64  (value - base):u(8*width) *count
/// ```
///
/// A width of 0 says that every number is the base; with a width of 8 the base is 0. The codes of
/// roles and types are those of the methods below.
final class WriteBatchDescriptor {
    static final int VERSION = 1;

    static final int ALL_PRESENT = 0;
    static final int SOME_PRESENT = 1;

    /// The fewest bytes that a table of a batch can take.
    static final int TABLE_BYTES_MIN = 8 + 1 + 1 + 1 + 9 + 9 + 1;

    static final int SERIES_BYTES_MIN = 2;
    static final int TAG_BYTES_MIN = 2;
    static final int COLUMN_DEFINITION_BYTES_MIN = 3;
    static final int COLUMN_BYTES_MIN = 3 + 9;

    private WriteBatchDescriptor() {}

    static int code(ColumnRole role) {
        return switch (role) {
            case TIME -> 0;
            case TAG -> 1;
            case FIELD -> 2;
        };
    }

    static ColumnRole role(int code) {
        return switch (code) {
            case 0 -> ColumnRole.TIME;
            case 1 -> ColumnRole.TAG;
            case 2 -> ColumnRole.FIELD;
            default -> throw new MalformedBatchException("column role " + code);
        };
    }

    static int code(ColumnType type) {
        return switch (type) {
            case TIMESTAMP -> 0;
            case STRING -> 1;
            case FLOAT64 -> 2;
            case INT64 -> 3;
            case UINT64 -> 4;
            case BOOLEAN -> 5;
        };
    }

    static ColumnType type(int code) {
        return switch (code) {
            case 0 -> ColumnType.TIMESTAMP;
            case 1 -> ColumnType.STRING;
            case 2 -> ColumnType.FLOAT64;
            case 3 -> ColumnType.INT64;
            case 4 -> ColumnType.UINT64;
            case 5 -> ColumnType.BOOLEAN;
            default -> throw new MalformedBatchException("column type " + code);
        };
    }
}
