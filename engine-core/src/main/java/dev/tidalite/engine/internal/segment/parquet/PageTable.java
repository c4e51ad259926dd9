package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.internal.segment.encoding.MalformedException;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Where the data pages of one column in one row group lie and which rows they hold: from the
/// offset index, or by walking over the page headers where there is none.
///
/// Safe for many threads.
final class PageTable {
    private static final int[] NO_CRCS = {};

    private final long[] offsets;
    private final long[] firstRows;
    private final int[] headerCrcs;
    private final boolean[] verified;

    /// @param offsets of the page headers in the file
    /// @param firstRows numbers in the file of the first row of each page, and of the row behind
    ///     the last page
    /// @param headerCrcs checksums of the headers, at first the dictionary's if there is one;
    ///     empty if they are not known
    private PageTable(long[] offsets, long[] firstRows, int[] headerCrcs) {
        this.offsets = offsets;
        this.firstRows = firstRows;
        this.headerCrcs = headerCrcs;
        this.verified = new boolean[offsets.length];
    }

    /// Roughly what it takes in memory.
    long byteSize() {
        return 96 + (long) offsets.length * (2 * Long.BYTES + 1) + headerCrcs.length * 4L;
    }

    int pageCount() {
        return offsets.length;
    }

    long offset(int page) {
        return offsets[page];
    }

    long firstRow(int page) {
        return firstRows[page];
    }

    long endRow(int page) {
        return firstRows[page + 1];
    }

    int rowCount(int page) {
        return (int) (firstRows[page + 1] - firstRows[page]);
    }

    /// The page that holds a row of the row group.
    int pageOf(long row) {
        int found = Arrays.binarySearch(firstRows, row);
        return found >= 0 ? found : -found - 2;
    }

    /// The CRC-32C of the header of a page, or null if it is not known.
    @Nullable Integer headerCrc(int page) {
        return headerCrcs.length == 0
                ? null
                : headerCrcs[headerCrcs.length - offsets.length + page];
    }

    /// As [#headerCrc], of the dictionary, which there has to be.
    @Nullable Integer dictionaryHeaderCrc() {
        return headerCrcs.length == 0 ? null : headerCrcs[0];
    }

    /// Whether the checksum of a page was found right before. Two threads may both find it.
    boolean isVerified(int page) {
        return verified[page];
    }

    void setVerified(int page) {
        verified[page] = true;
    }

    /// @param isOurs whether this engine wrote the file
    static PageTable read(MemorySegment file, RowGroupMeta group, ChunkMeta chunk, boolean isOurs) {
        return chunk.offsetIndex().length() > 0
                ? fromIndex(file, group, chunk, isOurs)
                : fromHeaders(file, group, chunk);
    }

    private static PageTable fromIndex(
            MemorySegment file, RowGroupMeta group, ChunkMeta chunk, boolean isOurs) {
        long from = chunk.offsetIndex().offset();
        ThriftReader in = new ThriftReader(file, from, from + chunk.offsetIndex().length());
        long[] offsets = {};
        long[] firstRows = {};
        byte[] headerCrcs = {};
        in.begin();
        while (in.next()) {
            if (in.field() == 1) {
                int size = in.list(ThriftWriter.STRUCT);
                if (size > group.rowCount()) {
                    throw new MalformedException(size + " pages of " + group.rowCount() + " rows");
                }
                offsets = new long[size];
                firstRows = new long[size + 1];
                for (int page = 0; page < size; page++) {
                    in.begin();
                    while (in.next()) {
                        switch (in.field()) {
                            case 1 -> offsets[page] = in.i64();
                            case 3 -> firstRows[page] = in.i64() + group.firstRow();
                            default -> in.skip();
                        }
                    }
                }
            } else if (in.field() == Footer.EXTENSION && isOurs) {
                headerCrcs = in.binary();
            } else {
                in.skip();
            }
        }
        return checked(offsets, firstRows, crcs(headerCrcs, offsets.length, chunk), group, chunk);
    }

    private static int[] crcs(byte[] bytes, int pages, ChunkMeta chunk) {
        int count = pages + (chunk.hasDictionary() ? 1 : 0);
        if (bytes.length == 0) {
            return NO_CRCS; // written before there were any
        }
        if (bytes.length != count * Integer.BYTES) {
            throw new MalformedException(
                    "checksums of %d bytes for %d page headers".formatted(bytes.length, count));
        }
        int[] crcs = new int[count];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(crcs);
        return crcs;
    }

    private static PageTable fromHeaders(MemorySegment file, RowGroupMeta group, ChunkMeta chunk) {
        long[] offsets = new long[16];
        long[] firstRows = new long[17];
        int pages = 0;
        long row = group.firstRow();
        long end = chunk.startOffset() + chunk.compressedBytes();
        for (long position = chunk.dataOffset(); row < group.endRow(); ) {
            PageHeader header = PageHeader.read(file, position, end);
            if (header.kind() == PageHeader.DATA_PAGE || header.kind() == PageHeader.DATA_PAGE_V2) {
                if (pages == offsets.length) {
                    offsets = Arrays.copyOf(offsets, pages * 2);
                    firstRows = Arrays.copyOf(firstRows, pages * 2 + 1);
                }
                offsets[pages] = position;
                firstRows[pages] = row;
                pages++;
                row += header.valueCount();
            }
            position = header.endOffset();
        }
        return checked(
                Arrays.copyOf(offsets, pages),
                Arrays.copyOf(firstRows, pages + 1),
                NO_CRCS,
                group,
                chunk);
    }

    private static PageTable checked(
            long[] offsets,
            long[] firstRows,
            int[] headerCrcs,
            RowGroupMeta group,
            ChunkMeta chunk) {
        int pages = offsets.length;
        long end = chunk.startOffset() + chunk.compressedBytes();
        if (pages == 0) {
            if (group.rowCount() > 0) {
                throw new MalformedException("a column chunk without pages");
            }
            return new PageTable(offsets, new long[] {group.firstRow()}, headerCrcs);
        }
        firstRows[pages] = group.endRow();
        if (firstRows[0] != group.firstRow()) {
            throw new MalformedException("the first page starts with row " + firstRows[0]);
        }
        for (int page = 0; page < pages; page++) {
            long rows = firstRows[page + 1] - firstRows[page];
            if (rows <= 0 || rows > PageHeader.PAGE_VALUES_MAX) {
                throw new MalformedException("page " + page + " of " + rows + " rows");
            }
            if (offsets[page] < chunk.startOffset() || offsets[page] >= end) {
                throw new MalformedException("page " + page + " at byte " + offsets[page]);
            }
        }
        return new PageTable(offsets, firstRows, headerCrcs);
    }
}
