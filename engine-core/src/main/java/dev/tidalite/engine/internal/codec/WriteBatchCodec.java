package dev.tidalite.engine.internal.codec;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.internal.codec.RowBlock.TableDefinition;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableId;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Turns a [WriteBatch] into bytes and back; the layout is in [WriteBatchDescriptor]. Keeps scratch
/// arrays between calls; used by one thread at a time.
public final class WriteBatchCodec {
    /// More rows than this in one table of one batch are malformed: no request is that large.
    private static final int ROWS_MAX = 1 << 25;

    private long[] scratch = new long[0];

    /// Appends the bytes of a batch.
    public void encode(WriteBatch batch, ByteWriter out) {
        out.putByte(WriteBatchDescriptor.VERSION);
        out.putVarint(batch.tables().size());
        for (RowBlock table : batch.tables()) {
            encodeTable(table, out);
        }
    }

    /// Reads one batch that fills all of the bytes.
    ///
    /// @throws MalformedBatchException if they are not exactly that
    public WriteBatch decode(byte[] bytes, int from, int to) {
        ByteReader in = new ByteReader(bytes, from, to);
        int version = in.readByte();
        if (version != WriteBatchDescriptor.VERSION) {
            throw new MalformedBatchException("version " + version + " of a batch is unknown");
        }
        WriteBatch batch = decodeTables(in);
        if (in.hasMore()) {
            throw new MalformedBatchException("bytes follow a batch");
        }
        return batch;
    }

    private void encodeTable(RowBlock table, ByteWriter out) {
        int rowCount = table.rowCount();
        out.putLong(table.table().value());
        out.putVarint(rowCount);
        encodeDefinition(table.definition(), out);
        encodeSeries(table.newSeries(), out);
        long[] numbers = scratch(rowCount);
        int[] series = table.series();
        for (int row = 0; row < rowCount; row++) {
            numbers[row] = series[row];
        }
        encodeNumbers(numbers, rowCount, out);
        encodeNumbers(table.times(), rowCount, out);
        out.putVarint(table.columns().size());
        for (ColumnBlock column : table.columns()) {
            encodeColumn(column, rowCount, out);
        }
    }

    private static void encodeDefinition(TableDefinition definition, ByteWriter out) {
        out.putVarint(definition.columns().size());
        if (definition.columns().isEmpty()) {
            return;
        }
        out.putVarint(definition.firstOrdinal());
        if (definition.firstOrdinal() == 0) {
            out.putText(definition.database());
            out.putText(definition.table());
        }
        for (ColumnSchema column : definition.columns()) {
            out.putByte(WriteBatchDescriptor.code(column.role()));
            out.putByte(WriteBatchDescriptor.code(column.type()));
            out.putText(column.name());
        }
    }

    private static void encodeSeries(SeriesBlock series, ByteWriter out) {
        out.putVarint(series.size());
        byte[] values = series.values();
        for (int index = 0; index < series.size(); index++) {
            out.putVarint(series.id(index));
            out.putVarint(series.tagEnd(index) - series.tagStart(index));
            for (int tag = series.tagStart(index); tag < series.tagEnd(index); tag++) {
                out.putVarint(series.ordinal(tag));
                out.putBytes(values, series.valueStart(tag), series.valueEnd(tag));
            }
        }
    }

    private void encodeColumn(ColumnBlock column, int rowCount, ByteWriter out) {
        column.ensureRows(rowCount);
        out.putVarint(column.ordinal());
        out.putByte(WriteBatchDescriptor.code(column.type()));
        long[] validity = column.validity();
        int present = Validity.countValid(validity, rowCount);
        long[] bits = column.bits();
        if (present == rowCount) {
            out.putByte(WriteBatchDescriptor.ALL_PRESENT);
        } else {
            out.putByte(WriteBatchDescriptor.SOME_PRESENT);
            for (int word = 0; word < Validity.words(rowCount); word++) {
                out.putLong(
                        word < rowCount >>> 6
                                ? validity[word]
                                : validity[word] & lastWord(rowCount));
            }
            bits = gather(bits, validity, rowCount);
        }
        if (column.type() == ColumnType.STRING) {
            encodeText(column, bits, present, out);
        } else {
            encodeNumbers(bits, present, out);
        }
    }

    private static long lastWord(int rowCount) {
        return (1L << rowCount) - 1;
    }

    /// The bits of the rows that have a value, without gaps.
    private long[] gather(long[] bits, long[] validity, int rowCount) {
        long[] packed = scratch(rowCount);
        int count = 0;
        for (int row = 0; row < rowCount; row++) {
            packed[count] = bits[row];
            count += (int) (validity[row >>> 6] >>> row & 1);
        }
        return packed;
    }

    private static void encodeText(ColumnBlock column, long[] bits, int count, ByteWriter out) {
        long[] lengths = new long[count];
        int bytes = 0;
        for (int i = 0; i < count; i++) {
            int length = (int) bits[i] - (int) (bits[i] >>> 32);
            lengths[i] = length;
            bytes += length;
        }
        encodeNumbers(lengths, count, out);
        byte[] all = new byte[bytes];
        int at = 0;
        for (int i = 0; i < count; i++) {
            System.arraycopy(column.text(), (int) (bits[i] >>> 32), all, at, (int) lengths[i]);
            at += (int) lengths[i];
        }
        out.putBytes(all, 0, bytes);
    }

    private static void encodeNumbers(long[] values, int count, ByteWriter out) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        long span = count == 0 ? 0 : max - min;
        int width = width(span);
        long base = count == 0 || width == Long.BYTES ? 0 : min;
        out.putByte(width);
        out.putLong(base);
        if (width > 0) {
            out.putLongs(values, count, base, width);
        }
    }

    /// @param span unsigned
    private static int width(long span) {
        if (span == 0) {
            return 0;
        }
        int bits = Long.SIZE - Long.numberOfLeadingZeros(span);
        return bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8;
    }

    private WriteBatch decodeTables(ByteReader in) {
        int count = in.readCount(WriteBatchDescriptor.TABLE_BYTES_MIN);
        List<RowBlock> tables = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tables.add(decodeTable(in));
        }
        return new WriteBatch(tables);
    }

    private RowBlock decodeTable(ByteReader in) {
        TableId id = new TableId(in.readLong());
        int rowCount = in.readVarint();
        if (rowCount > ROWS_MAX) {
            throw new MalformedBatchException(rowCount + " rows in a batch");
        }
        RowBlock table = new RowBlock(id, 0);
        table.define(decodeDefinition(in));
        decodeSeries(in, table.newSeries());
        long[] numbers = decodeNumbers(in, rowCount);
        int[] series = new int[rowCount];
        for (int row = 0; row < rowCount; row++) {
            series[row] = (int) numbers[row];
        }
        table.replaceRows(series, decodeNumbers(in, rowCount), rowCount);
        int columnCount = in.readCount(WriteBatchDescriptor.COLUMN_BYTES_MIN);
        for (int i = 0; i < columnCount; i++) {
            table.columns().add(decodeColumn(in, rowCount));
        }
        return table;
    }

    private static TableDefinition decodeDefinition(ByteReader in) {
        int count = in.readCount(WriteBatchDescriptor.COLUMN_DEFINITION_BYTES_MIN);
        if (count == 0) {
            return TableDefinition.NONE;
        }
        int firstOrdinal = in.readVarint();
        String database = firstOrdinal == 0 ? in.readText() : "";
        String table = firstOrdinal == 0 ? in.readText() : "";
        List<ColumnSchema> columns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ColumnRole role = WriteBatchDescriptor.role(in.readByte());
            ColumnType type = WriteBatchDescriptor.type(in.readByte());
            String name = in.readText();
            try {
                columns.add(new ColumnSchema(name, role, type));
            } catch (IllegalArgumentException e) {
                throw new MalformedBatchException(String.valueOf(e.getMessage()));
            }
        }
        return new TableDefinition(database, table, firstOrdinal, columns);
    }

    private static void decodeSeries(ByteReader in, SeriesBlock series) {
        int count = in.readCount(WriteBatchDescriptor.SERIES_BYTES_MIN);
        for (int i = 0; i < count; i++) {
            int id = in.readVarint();
            int tagCount = in.readCount(WriteBatchDescriptor.TAG_BYTES_MIN);
            for (int tag = 0; tag < tagCount; tag++) {
                int ordinal = in.readVarint();
                int from = in.skipBytes();
                series.tag(ordinal, in.array(), from, in.position());
            }
            series.end(id);
        }
    }

    private static ColumnBlock decodeColumn(ByteReader in, int rowCount) {
        int ordinal = in.readVarint();
        ColumnType type = WriteBatchDescriptor.type(in.readByte());
        int presence = in.readByte();
        ColumnBlock column = new ColumnBlock(ordinal, type, rowCount);
        long[] validity = column.validity();
        int present = rowCount;
        if (presence == WriteBatchDescriptor.SOME_PRESENT) {
            in.readLongs(validity, Validity.words(rowCount), 0, Long.BYTES);
            present = Validity.countValid(validity, rowCount);
        } else if (presence == WriteBatchDescriptor.ALL_PRESENT) {
            Validity.setRange(validity, 0, rowCount);
        } else {
            throw new MalformedBatchException("presence " + presence + " of a column");
        }
        long[] values = decodeNumbers(in, present);
        if (type == ColumnType.STRING) {
            decodeText(in, values, column);
        }
        if (present == rowCount) {
            column.replaceBits(values);
            return column;
        }
        int at = 0;
        long[] bits = column.bits();
        for (int row = 0; row < rowCount; row++) {
            if (Validity.isValid(validity, row)) {
                bits[row] = values[at++];
            }
        }
        return column;
    }

    /// Turns lengths into where each text begins and ends, and gives the column its text.
    private static void decodeText(ByteReader in, long[] lengths, ColumnBlock column) {
        int from = in.skipBytes();
        int bytes = in.position() - from;
        column.replaceText(Arrays.copyOfRange(in.array(), from, in.position()));
        long end = 0;
        for (int i = 0; i < lengths.length; i++) {
            long start = end;
            if (lengths[i] < 0 || lengths[i] > bytes - start) {
                throw new MalformedBatchException("texts of more than their " + bytes + " bytes");
            }
            end = start + lengths[i];
            lengths[i] = start << 32 | end;
        }
    }

    private static long[] decodeNumbers(ByteReader in, int count) {
        int width = in.readByte();
        long base = in.readLong();
        if (width > 0) {
            in.checkRoom(count, width);
        }
        long[] values = new long[count];
        if (width == 0) {
            Arrays.fill(values, base);
        } else {
            in.readLongs(values, count, base, width);
        }
        return values;
    }

    private long[] scratch(int length) {
        if (scratch.length < length) {
            scratch = new long[Math.max(length, scratch.length * 2)];
        }
        return scratch;
    }
}
