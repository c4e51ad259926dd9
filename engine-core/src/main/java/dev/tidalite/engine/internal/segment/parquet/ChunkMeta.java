package dev.tidalite.engine.internal.segment.parquet;

/// Where the pages of one column in one row group lie, as the footer says.
///
/// @param valueCount rows with and without a value
/// @param startOffset of the first page in the file, which is the dictionary if there is one
/// @param dataOffset of the first data page
/// @param compressedBytes of all pages and their headers
/// @param uncompressedBytes the same, before compression
/// @param encodings as a set of bits `1 << code`
/// @param bounds of all its values
record ChunkMeta(
        Codec codec,
        long valueCount,
        long startOffset,
        long dataOffset,
        long compressedBytes,
        long uncompressedBytes,
        int encodings,
        Bounds bounds,
        IndexPlace columnIndex,
        IndexPlace offsetIndex) {

    /// Where an index lies; length 0 if there is none.
    record IndexPlace(long offset, int length) {
        static final IndexPlace NONE = new IndexPlace(0, 0);
    }

    boolean hasDictionary() {
        return dataOffset > startOffset;
    }
}
