package dev.tidalite.engine.internal.segment.parquet;

import java.util.List;

/// A horizontal slice of a file.
///
/// @param firstRow its number in the file
/// @param chunks one per column
record RowGroupMeta(long firstRow, long rowCount, List<ChunkMeta> chunks) {
    long endRow() {
        return firstRow + rowCount;
    }
}
