package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.internal.segment.encoding.MalformedException;
import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads a [Footer] and checks that all it points to lies in front of it.
final class FooterReader {
    private static final int REPEATED = 2;
    private static final int OPTIONAL = 1;

    private static final int CONVERTED_MICROS = 10;
    private static final int CONVERTED_UINT64 = 14;

    private final ThriftReader in;
    private final long footerStart;
    private final List<FileColumn> columns = new ArrayList<>();
    private final List<RowGroupMeta> rowGroups = new ArrayList<>();
    private final Map<String, String> facts = new HashMap<>();
    private long rowCount = -1;
    private String createdBy = "";
    private long checksumOffset = -1;

    private FooterReader(MemorySegment file, long from, long end) {
        this.in = new ThriftReader(file, from, end);
        this.footerStart = from;
    }

    static Footer read(MemorySegment file, long from, long end) {
        return new FooterReader(file, from, end).read();
    }

    private Footer read() {
        in.begin();
        while (in.next()) {
            switch (in.field()) {
                case 2 -> schema();
                case 3 -> rowCount = in.i64();
                case 4 -> rowGroups();
                case 5 -> facts();
                case 6 -> createdBy = in.text();
                default -> in.skip();
            }
        }
        long rows = rowGroups.isEmpty() ? 0 : rowGroups.getLast().endRow();
        if (columns.isEmpty() || rows != rowCount) {
            throw new MalformedException(
                    "%d columns, %d rows, %d in the row groups"
                            .formatted(columns.size(), rowCount, rows));
        }
        for (RowGroupMeta group : rowGroups) {
            if (group.chunks().size() != columns.size()) {
                throw new MalformedException(
                        "a row group of %d columns in a file of %d"
                                .formatted(group.chunks().size(), columns.size()));
            }
            for (int column = 0; column < columns.size(); column++) {
                group.chunks().get(column).bounds().checked(columns.get(column).type());
            }
        }
        return new Footer(
                List.copyOf(columns),
                rowCount,
                List.copyOf(rowGroups),
                Map.copyOf(facts),
                createdBy,
                checksumOffset);
    }

    private void schema() {
        int elements = in.list(ThriftWriter.STRUCT);
        for (int i = 0; i < elements; i++) {
            if (i == 0) {
                in.begin();
                while (in.next()) {
                    in.skip(); // the root only counts the columns
                }
            } else {
                columns.add(new SchemaElementReader(in).read());
            }
        }
    }

    /// Reads one element of the schema.
    private static final class SchemaElementReader {
        private final ThriftReader in;
        private int physical = -1;
        private int repetition;
        private int children;
        private int converted = -1;
        private String name = "";
        private int nanosPerUnit;
        private boolean unsigned;
        private @Nullable String unread;

        SchemaElementReader(ThriftReader in) {
            this.in = in;
        }

        FileColumn read() {
            in.begin();
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> physical = in.i32();
                    case 3 -> repetition = in.i32();
                    case 4 -> name = in.text();
                    case 5 -> children = in.i32();
                    case 6 -> converted = in.i32();
                    case 10 -> logicalType();
                    default -> in.skip();
                }
            }
            if (children != 0 || repetition == REPEATED || name.isEmpty()) {
                throw new MalformedException("column '" + name + "' is nested or repeated");
            }
            if (unread != null) {
                throw new MalformedException("column '" + name + "' is of " + unread);
            }
            ColumnType type = type();
            int unit = type == ColumnType.TIMESTAMP && nanosPerUnit == 0 ? 1000 : nanosPerUnit;
            return new FileColumn(name, type, repetition == OPTIONAL, Math.max(1, unit));
        }

        private ColumnType type() {
            return switch (physical) {
                case FileColumn.PHYSICAL_BOOLEAN -> ColumnType.BOOLEAN;
                case FileColumn.PHYSICAL_DOUBLE -> ColumnType.FLOAT64;
                case FileColumn.PHYSICAL_BYTE_ARRAY -> ColumnType.STRING;
                case FileColumn.PHYSICAL_INT64 -> {
                    if (nanosPerUnit > 0 || converted == CONVERTED_MICROS) {
                        yield ColumnType.TIMESTAMP;
                    }
                    yield unsigned || converted == CONVERTED_UINT64
                            ? ColumnType.UINT64
                            : ColumnType.INT64;
                }
                default ->
                        throw new MalformedException(
                                "column '"
                                        + name
                                        + "' is stored as type "
                                        + physical
                                        + ", which this engine does not read");
            };
        }

        private void logicalType() {
            in.beginField();
            while (in.next()) {
                switch (in.field()) {
                    case 8 -> timestamp();
                    case 10 -> integer();
                    case 5, 7 -> {
                        unread = "a decimal or time of day, which this engine does not read";
                        in.skip();
                    }
                    default -> in.skip();
                }
            }
        }

        private void timestamp() {
            in.beginField();
            while (in.next()) {
                if (in.field() == 2) {
                    timeUnit();
                } else {
                    in.skip();
                }
            }
        }

        private void timeUnit() {
            in.beginField();
            while (in.next()) {
                nanosPerUnit =
                        switch (in.field()) {
                            case 1 -> 1_000_000;
                            case 2 -> 1000;
                            default -> 1;
                        };
                in.skip();
            }
        }

        private void integer() {
            in.beginField();
            while (in.next()) {
                if (in.field() == 2) {
                    unsigned = !in.bool();
                } else {
                    in.skip();
                }
            }
        }
    }

    private void facts() {
        int entries = in.list(ThriftWriter.STRUCT);
        for (int i = 0; i < entries; i++) {
            String key = "";
            String value = "";
            in.begin();
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> key = in.text();
                    case 2 -> value = in.text();
                    default -> in.skip();
                }
                if (in.field() == 2 && key.equals(Footer.CHECKSUM)) {
                    checksumOffset = in.position() - Footer.CHECKSUM_DIGITS;
                }
            }
            facts.put(key, value);
        }
    }

    private void rowGroups() {
        int groups = in.list(ThriftWriter.STRUCT);
        long firstRow = 0;
        for (int i = 0; i < groups; i++) {
            RowGroupMeta group = rowGroup(firstRow);
            rowGroups.add(group);
            firstRow = group.endRow();
        }
    }

    private RowGroupMeta rowGroup(long firstRow) {
        List<ChunkMeta> chunks = new ArrayList<>();
        long rows = -1;
        in.begin();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> {
                    int size = in.list(ThriftWriter.STRUCT);
                    for (int i = 0; i < size; i++) {
                        chunks.add(new ChunkReader(in).read(footerStart));
                    }
                }
                case 3 -> rows = in.i64();
                default -> in.skip();
            }
        }
        if (rows < 0 || rows > Long.MAX_VALUE - firstRow) {
            throw new MalformedException("a row group of " + rows + " rows");
        }
        for (ChunkMeta chunk : chunks) {
            if (chunk.valueCount() != rows) {
                throw new MalformedException(
                        "%d values in a row group of %d rows".formatted(chunk.valueCount(), rows));
            }
        }
        return new RowGroupMeta(firstRow, rows, List.copyOf(chunks));
    }

    /// Reads one column chunk.
    private static final class ChunkReader {
        private final ThriftReader in;
        private boolean elsewhere;
        private Codec codec = Codec.UNCOMPRESSED;
        private int encodings;
        private long valueCount = -1;
        private long compressedBytes = -1;
        private long uncompressedBytes;
        private long dataOffset = -1;
        private long dictionaryOffset = -1;
        private Bounds bounds = Bounds.UNKNOWN;
        private long columnIndexOffset;
        private int columnIndexLength;
        private long offsetIndexOffset;
        private int offsetIndexLength;

        ChunkReader(ThriftReader in) {
            this.in = in;
        }

        ChunkMeta read(long footerStart) {
            in.begin();
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> {
                        elsewhere = true;
                        in.skip();
                    }
                    case 3 -> metaData();
                    case 4 -> offsetIndexOffset = in.i64();
                    case 5 -> offsetIndexLength = in.i32();
                    case 6 -> columnIndexOffset = in.i64();
                    case 7 -> columnIndexLength = in.i32();
                    default -> in.skip();
                }
            }
            boolean hasDictionary = dictionaryOffset > 0 && dictionaryOffset < dataOffset;
            long start = hasDictionary ? dictionaryOffset : dataOffset;
            if (elsewhere
                    || start < Footer.MAGIC.length
                    || compressedBytes < 0
                    || compressedBytes > footerStart - start
                    || dataOffset > start + compressedBytes) {
                throw new MalformedException(
                        "a column chunk of %d bytes at %d, its data at %d"
                                .formatted(compressedBytes, start, dataOffset));
            }
            return new ChunkMeta(
                    codec,
                    valueCount,
                    start,
                    dataOffset,
                    compressedBytes,
                    uncompressedBytes,
                    encodings,
                    bounds,
                    place(columnIndexOffset, columnIndexLength, footerStart),
                    place(offsetIndexOffset, offsetIndexLength, footerStart));
        }

        private static ChunkMeta.IndexPlace place(long offset, int length, long footerStart) {
            if (length == 0) {
                return ChunkMeta.IndexPlace.NONE;
            }
            if (offset < Footer.MAGIC.length || length < 0 || length > footerStart - offset) {
                throw new MalformedException("a page index of " + length + " bytes at " + offset);
            }
            return new ChunkMeta.IndexPlace(offset, length);
        }

        private void metaData() {
            in.beginField();
            while (in.next()) {
                switch (in.field()) {
                    case 2 -> {
                        int size = in.list(ThriftWriter.I32);
                        for (int i = 0; i < size; i++) {
                            encodings |= 1 << in.elementInteger();
                        }
                    }
                    case 4 -> codec = Codec.of(in.i32());
                    case 5 -> valueCount = in.i64();
                    case 6 -> uncompressedBytes = in.i64();
                    case 7 -> compressedBytes = in.i64();
                    case 9 -> dataOffset = in.i64();
                    case 11 -> dictionaryOffset = in.i64();
                    case 12 -> bounds = statistics();
                    default -> in.skip();
                }
            }
        }

        private Bounds statistics() {
            byte[] min = null;
            byte[] max = null;
            long nullCount = -1;
            boolean exact = true;
            in.beginField();
            while (in.next()) {
                switch (in.field()) {
                    case 3 -> nullCount = in.i64();
                    case 5 -> max = in.binary();
                    case 6 -> min = in.binary();
                    case 7, 8 -> exact &= in.bool();
                    default -> in.skip();
                }
            }
            return min == null || max == null
                    ? new Bounds(null, null, nullCount, false)
                    : new Bounds(min, max, nullCount, exact);
        }
    }
}
