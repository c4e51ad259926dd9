package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.internal.segment.encoding.LittleEndian;
import dev.tidalite.engine.internal.segment.encoding.PageBytes;
import dev.tidalite.engine.internal.segment.parquet.ChunkWriter.WrittenChunk;
import dev.tidalite.engine.internal.segment.parquet.ChunkWriter.WrittenPage;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/// Writes what comes behind the pages: the page index of every chunk, the footer, the trailer.
final class FooterWriter {
    private static final int FORMAT_VERSION = 2;
    private static final String CREATED_BY = "Tidalite segment writer version 1 (build 1)";

    private static final int CONVERTED_UTF8 = 0;
    private static final int CONVERTED_UINT64 = 14;

    private static final int UNORDERED = 0;
    private static final int ASCENDING = 1;
    private static final int DESCENDING = 2;

    private final FileOutput out;
    private final List<FileColumn> columns;
    private final PageBytes bytes = new PageBytes(1 << 12);
    private final ThriftWriter thrift = new ThriftWriter(bytes);
    private final CRC32C indexCrc = new CRC32C();
    private final List<long[]> columnIndexes = new ArrayList<>();
    private final List<long[]> offsetIndexes = new ArrayList<>();

    FooterWriter(FileOutput out, List<FileColumn> columns) {
        this.out = out;
        this.columns = columns;
    }

    /// A finished row group.
    ///
    /// @param chunks one per column
    record WrittenGroup(long rowCount, List<WrittenChunk> chunks) {}

    /// Writes the page index of all chunks.
    void writeIndexes(List<WrittenGroup> groups) {
        for (WrittenGroup group : groups) {
            columnIndexes.add(columnIndexes(group));
        }
        for (WrittenGroup group : groups) {
            offsetIndexes.add(offsetIndexes(group));
        }
    }

    /// Writes the footer and the trailer, after [#writeIndexes].
    ///
    /// @param sorting the columns by which all rows ascend, nulls first
    void writeFooter(
            String table,
            List<WrittenGroup> groups,
            List<Integer> sorting,
            Map<String, String> facts) {
        bytes.clear();
        thrift.begin();
        thrift.i32(1, FORMAT_VERSION);
        schema(table);
        thrift.i64(3, groups.stream().mapToLong(WrittenGroup::rowCount).sum());
        thrift.list(4, ThriftWriter.STRUCT, groups.size());
        for (int group = 0; group < groups.size(); group++) {
            rowGroup(
                    groups.get(group),
                    group,
                    sorting,
                    columnIndexes.get(group),
                    offsetIndexes.get(group));
        }
        int checksumAt = facts(facts);
        thrift.text(6, CREATED_BY);
        thrift.list(7, ThriftWriter.STRUCT, columns.size());
        for (int column = 0; column < columns.size(); column++) {
            thrift.begin();
            thrift.begin(1); // the order that the type defines
            thrift.end();
            thrift.end();
        }
        thrift.end();
        checksum(checksumAt);
        int length = bytes.size();
        bytes.appendInt(length);
        bytes.append(Footer.MAGIC);
        out.write(bytes);
    }

    /// Writes the column index of every chunk that has one.
    ///
    /// @return offset and length of each, one after the other
    private long[] columnIndexes(WrittenGroup group) {
        long[] places = new long[2 * columns.size()];
        for (int column = 0; column < columns.size(); column++) {
            WrittenChunk chunk = group.chunks().get(column);
            if (isIndexed(chunk)) {
                bytes.clear();
                columnIndex(columns.get(column), chunk.pages());
                place(places, column);
            }
        }
        return places;
    }

    /// A page that has values but no bounds (NaN) cannot be told apart in a column index.
    private static boolean isIndexed(WrittenChunk chunk) {
        return chunk.pages().stream().allMatch(p -> p.isAllNull() || p.bounds().min() != null);
    }

    private void columnIndex(FileColumn column, List<WrittenPage> pages) {
        thrift.begin();
        thrift.list(1, ThriftWriter.TRUE, pages.size());
        for (WrittenPage page : pages) {
            thrift.element(page.isAllNull());
        }
        thrift.list(2, ThriftWriter.BINARY, pages.size());
        for (WrittenPage page : pages) {
            thrift.element(orEmpty(page.bounds().min()));
        }
        thrift.list(3, ThriftWriter.BINARY, pages.size());
        for (WrittenPage page : pages) {
            thrift.element(orEmpty(page.bounds().max()));
        }
        thrift.i32(4, boundaryOrder(column, pages));
        thrift.list(5, ThriftWriter.I64, pages.size());
        for (WrittenPage page : pages) {
            thrift.element(page.bounds().nullCount());
        }
        thrift.end();
    }

    private static byte[] orEmpty(byte @Nullable [] value) {
        return value == null ? new byte[0] : value;
    }

    private static int boundaryOrder(FileColumn column, List<WrittenPage> pages) {
        Comparator<byte[]> order = BoundsOrder.of(column.type());
        boolean ascending = true;
        boolean descending = true;
        Bounds before = null;
        for (WrittenPage page : pages) {
            Bounds bounds = page.bounds();
            byte[] min = bounds.min();
            byte[] max = bounds.max();
            if (min == null || max == null) {
                continue;
            }
            if (before != null && before.min() != null && before.max() != null) {
                int mins = order.compare(before.min(), min);
                int maxs = order.compare(before.max(), max);
                ascending &= mins <= 0 && maxs <= 0;
                descending &= mins >= 0 && maxs >= 0;
            }
            before = bounds;
        }
        return ascending ? ASCENDING : descending ? DESCENDING : UNORDERED;
    }

    /// As [#columnIndexes].
    private long[] offsetIndexes(WrittenGroup group) {
        long[] places = new long[2 * columns.size()];
        for (int column = 0; column < columns.size(); column++) {
            WrittenChunk chunk = group.chunks().get(column);
            List<WrittenPage> pages = chunk.pages();
            bytes.clear();
            thrift.begin();
            thrift.list(1, ThriftWriter.STRUCT, pages.size());
            for (WrittenPage page : pages) {
                thrift.begin();
                thrift.i64(1, page.offset());
                thrift.i32(2, page.bytes());
                thrift.i64(3, page.firstRow());
                thrift.end();
            }
            thrift.binary(Footer.EXTENSION, headerCrcs(chunk));
            thrift.end();
            place(places, column);
        }
        return places;
    }

    private static byte[] headerCrcs(WrittenChunk chunk) {
        int first = chunk.hasDictionary() ? 1 : 0;
        byte[] crcs = new byte[(first + chunk.pages().size()) * Integer.BYTES];
        if (chunk.hasDictionary()) {
            LittleEndian.putInt(crcs, 0, chunk.dictionaryHeaderCrc());
        }
        for (int page = 0; page < chunk.pages().size(); page++) {
            int crc = chunk.pages().get(page).headerCrc();
            LittleEndian.putInt(crcs, (first + page) * Integer.BYTES, crc);
        }
        return crcs;
    }

    /// CRC-32C of all indexes.
    long indexChecksum() {
        return indexCrc.getValue();
    }

    private void place(long[] places, int column) {
        indexCrc.update(bytes.array(), 0, bytes.size());
        places[2 * column] = out.position();
        places[2 * column + 1] = bytes.size();
        out.write(bytes);
    }

    private void schema(String table) {
        thrift.list(2, ThriftWriter.STRUCT, columns.size() + 1);
        thrift.begin();
        thrift.text(4, table);
        thrift.i32(5, columns.size());
        thrift.end();
        for (FileColumn column : columns) {
            thrift.begin();
            thrift.i32(1, column.physicalType());
            thrift.i32(3, column.optional() ? 1 : 0);
            thrift.text(4, column.name());
            logicalType(column);
            thrift.end();
        }
    }

    private void logicalType(FileColumn column) {
        switch (column.type()) {
            case STRING -> {
                thrift.i32(6, CONVERTED_UTF8);
                thrift.begin(10);
                thrift.begin(1);
                thrift.end();
                thrift.end();
            }
            case TIMESTAMP -> timestamp(column.nanosPerUnit());
            case UINT64 -> {
                thrift.i32(6, CONVERTED_UINT64);
                thrift.begin(10);
                thrift.begin(10);
                thrift.i8(1, Long.SIZE);
                thrift.bool(2, false);
                thrift.end();
                thrift.end();
            }
            case FLOAT64, INT64, BOOLEAN -> {}
        }
    }

    private void timestamp(int nanosPerUnit) {
        int unit = nanosPerUnit == 1 ? 3 : 2;
        thrift.begin(10);
        thrift.begin(8);
        thrift.bool(1, false); // not adjusted to UTC: what other programs read in nanoseconds
        thrift.begin(2);
        thrift.begin(unit);
        thrift.end();
        thrift.end();
        thrift.end();
        thrift.end();
    }

    private void rowGroup(
            WrittenGroup group,
            int ordinal,
            List<Integer> sorting,
            long[] columnIndexes,
            long[] offsetIndexes) {
        thrift.begin();
        thrift.list(1, ThriftWriter.STRUCT, columns.size());
        for (int column = 0; column < columns.size(); column++) {
            WrittenChunk chunk = group.chunks().get(column);
            thrift.begin();
            thrift.i64(2, 0);
            chunk(columns.get(column), group.rowCount(), chunk);
            thrift.i64(4, offsetIndexes[2 * column]);
            thrift.i32(5, (int) offsetIndexes[2 * column + 1]);
            if (columnIndexes[2 * column + 1] > 0) {
                thrift.i64(6, columnIndexes[2 * column]);
                thrift.i32(7, (int) columnIndexes[2 * column + 1]);
            }
            thrift.end();
        }
        thrift.i64(2, group.chunks().stream().mapToLong(WrittenChunk::uncompressedBytes).sum());
        thrift.i64(3, group.rowCount());
        if (!sorting.isEmpty()) {
            thrift.list(4, ThriftWriter.STRUCT, sorting.size());
            for (int column : sorting) {
                thrift.begin();
                thrift.i32(1, column);
                thrift.bool(2, false);
                thrift.bool(3, true);
                thrift.end();
            }
        }
        thrift.i64(5, group.chunks().getFirst().startOffset());
        thrift.i64(6, group.chunks().stream().mapToLong(WrittenChunk::compressedBytes).sum());
        if (ordinal <= Short.MAX_VALUE) {
            thrift.i16(7, ordinal);
        }
        thrift.end();
    }

    private void chunk(FileColumn column, long rowCount, WrittenChunk chunk) {
        thrift.begin(3);
        thrift.i32(1, column.physicalType());
        List<Encoding> encodings =
                Arrays.stream(Encoding.values())
                        .filter(e -> (chunk.encodings() >>> e.code() & 1) != 0)
                        .toList();
        thrift.list(2, ThriftWriter.I32, encodings.size());
        for (Encoding encoding : encodings) {
            thrift.element(encoding.code());
        }
        thrift.list(3, ThriftWriter.BINARY, 1);
        thrift.element(column.name().getBytes(StandardCharsets.UTF_8));
        thrift.i32(4, Codec.ZSTD.code());
        thrift.i64(5, rowCount);
        thrift.i64(6, chunk.uncompressedBytes());
        thrift.i64(7, chunk.compressedBytes());
        thrift.i64(9, chunk.dataOffset());
        if (chunk.dataOffset() > chunk.startOffset()) {
            thrift.i64(11, chunk.startOffset());
        }
        Bounds bounds = chunk.bounds();
        thrift.begin(12);
        thrift.i64(3, bounds.nullCount());
        byte[] min = bounds.min();
        byte[] max = bounds.max();
        if (min != null && max != null) {
            thrift.binary(5, max);
            thrift.binary(6, min);
            thrift.bool(7, bounds.exact());
            thrift.bool(8, bounds.exact());
        }
        thrift.end();
        thrift.end();
    }

    /// @return where in the footer the digits of its checksum are
    private int facts(Map<String, String> facts) {
        thrift.list(5, ThriftWriter.STRUCT, facts.size() + 1);
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            fact(fact.getKey(), fact.getValue());
        }
        fact(Footer.CHECKSUM, "0".repeat(Footer.CHECKSUM_DIGITS));
        return bytes.size() - 1 - Footer.CHECKSUM_DIGITS;
    }

    private void fact(String key, String value) {
        thrift.begin();
        thrift.text(1, key);
        thrift.text(2, value);
        thrift.end();
    }

    private void checksum(int digitsAt) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, bytes.size());
        byte[] digits = "%08x".formatted(crc.getValue()).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, bytes.array(), digitsAt, digits.length);
    }
}
