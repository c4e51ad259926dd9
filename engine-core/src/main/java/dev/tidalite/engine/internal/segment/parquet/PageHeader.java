package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.internal.segment.encoding.MalformedException;

import java.lang.foreign.MemorySegment;

/// What stands in front of a page.
///
/// @param kind one of the constants here
/// @param uncompressedBytes of the page without this header, levels included
/// @param compressedBytes as they lie in the file
/// @param crc CRC-32 of the bytes as they lie in the file
/// @param hasCrc whether `crc` is said
/// @param valueCount rows, or entries of a dictionary
/// @param nullCount rows without a value; -1 if it is not said, as in V1 pages
/// @param levelBytes of the definition levels of a V2 page
/// @param compressed whether the values of a V2 page are
/// @param rleLevels whether the definition levels of a V1 page are a run hybrid
/// @param bodyOffset of the first byte behind the header
record PageHeader(
        int kind,
        int uncompressedBytes,
        int compressedBytes,
        int crc,
        boolean hasCrc,
        int valueCount,
        int nullCount,
        Encoding encoding,
        int levelBytes,
        boolean compressed,
        boolean rleLevels,
        long bodyOffset) {
    static final int DATA_PAGE = 0;
    static final int DICTIONARY_PAGE = 2;
    static final int DATA_PAGE_V2 = 3;

    /// No page that the engine reads is larger, compressed or not, and none that would take an
    /// eighth of the heap; its own are far smaller.
    static final int PAGE_BYTES_MAX =
            (int) Math.min(256 << 20, Runtime.getRuntime().maxMemory() / 8);

    /// No page that the engine reads has more values.
    static final int PAGE_VALUES_MAX = 1 << 22;

    long endOffset() {
        return bodyOffset + compressedBytes;
    }

    static PageHeader read(MemorySegment file, long from, long end) {
        return new PageHeaderReader().read(file, from, end);
    }

    /// Checks what has to hold whatever the page holds.
    PageHeader checked(long end) {
        if (uncompressedBytes < 0
                || uncompressedBytes > PAGE_BYTES_MAX
                || compressedBytes < 0
                || compressedBytes > end - bodyOffset) {
            throw new MalformedException(
                    "a page of %d bytes, %d uncompressed, where %d are left"
                            .formatted(compressedBytes, uncompressedBytes, end - bodyOffset));
        }
        if (valueCount < 0 || valueCount > PAGE_VALUES_MAX || nullCount > valueCount) {
            throw new MalformedException(
                    "a page of " + valueCount + " values, of them null " + nullCount);
        }
        if (levelBytes < 0 || levelBytes > Math.min(compressedBytes, uncompressedBytes)) {
            throw new MalformedException("definition levels of " + levelBytes + " bytes");
        }
        return this;
    }

    /// Writes the header of a V2 data page.
    static void writeData(
            ThriftWriter out,
            int uncompressedBytes,
            int compressedBytes,
            int crc,
            int rowCount,
            int nullCount,
            Encoding encoding,
            int levelBytes,
            boolean compressed) {
        out.begin();
        out.i32(1, DATA_PAGE_V2);
        out.i32(2, uncompressedBytes);
        out.i32(3, compressedBytes);
        out.i32(4, crc);
        out.begin(8);
        out.i32(1, rowCount);
        out.i32(2, nullCount);
        out.i32(3, rowCount);
        out.i32(4, encoding.code());
        out.i32(5, levelBytes);
        out.i32(6, 0);
        out.bool(7, compressed);
        out.end();
        out.end();
    }

    /// Writes the header of a dictionary page.
    static void writeDictionary(
            ThriftWriter out, int uncompressedBytes, int compressedBytes, int crc, int entries) {
        out.begin();
        out.i32(1, DICTIONARY_PAGE);
        out.i32(2, uncompressedBytes);
        out.i32(3, compressedBytes);
        out.i32(4, crc);
        out.begin(7);
        out.i32(1, entries);
        out.i32(2, Encoding.PLAIN.code());
        out.end();
        out.end();
    }
}
