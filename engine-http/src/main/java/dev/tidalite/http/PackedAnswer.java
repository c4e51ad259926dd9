package dev.tidalite.http;

import dev.tidalite.query.SeriesReader;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/// MessagePack in the form of version 1: maps with the keys of the JSON answer; a time is extension
/// 5, eight bytes of seconds and four of nanoseconds, unless a number was asked for.
///
/// Counts come before what they count, so a statement (a piece of a chunked one) is kept in memory
/// until its end is known.
final class PackedAnswer implements AnswerV1 {
    private static final byte TIME_EXTENSION = 5;
    private static final int TIME_BYTES = 12;
    private static final long SECOND_NS = 1_000_000_000L;

    private final Shape shape;
    private final MessagePacker out;

    PackedAnswer(Shape shape, int statements, OutputStream out) throws IOException {
        this.shape = shape;
        this.out = MessagePack.newDefaultPacker(out);
        if (!shape.chunked()) {
            begin(statements);
        }
    }

    private void begin(int results) throws IOException {
        out.packMapHeader(1).packString("results").packArrayHeader(results);
    }

    @Override
    public void error(int statement, String message) throws IOException {
        if (shape.chunked()) {
            begin(1);
        }
        out.packMapHeader(2).packString("statement_id").packInt(statement);
        out.packString("error").packString(message);
    }

    @Override
    public void series(int statement, SeriesReader series) throws IOException {
        boolean more = series.nextSeries();
        do {
            int count = 0;
            MessageBufferPacker packed = MessagePack.newDefaultBufferPacker();
            while (more) {
                boolean rest = pack(series, packed);
                count++;
                more = rest || series.nextSeries();
                if (shape.chunked()) {
                    break;
                }
            }
            result(statement, count, packed.toByteArray(), more);
        } while (more);
    }

    private void result(int statement, int seriesCount, byte[] series, boolean partial)
            throws IOException {
        if (shape.chunked()) {
            begin(1);
        }
        out.packMapHeader(1 + (seriesCount > 0 ? 1 : 0) + (partial ? 1 : 0));
        out.packString("statement_id").packInt(statement);
        if (seriesCount > 0) {
            out.packString("series").packArrayHeader(seriesCount).addPayload(series);
        }
        if (partial) {
            out.packString("partial").packBoolean(true);
        }
    }

    /// Packs the current series of a reader, or what is left of it.
    ///
    /// @return whether rows are left
    private boolean pack(SeriesReader series, MessagePacker packer) throws IOException {
        List<String> columns = series.columns();
        MessageBufferPacker rows = MessagePack.newDefaultBufferPacker();
        int count = 0;
        while (count < shape.rowsMax() && series.nextRow()) {
            rows.packArrayHeader(columns.size());
            for (int column = 0; column < columns.size(); column++) {
                value(series, column, rows);
            }
            count++;
        }
        boolean more = count == shape.rowsMax() && series.hasMoreRows();
        Map<String, String> tags = series.tags();
        int named = series.name().isEmpty() ? 0 : 1;
        packer.packMapHeader(2 + named + (tags.isEmpty() ? 0 : 1) + (more ? 1 : 0));
        if (named > 0) {
            packer.packString("name").packString(series.name());
        }
        if (!tags.isEmpty()) {
            packer.packString("tags").packMapHeader(tags.size());
            for (Map.Entry<String, String> tag : tags.entrySet()) {
                packer.packString(tag.getKey()).packString(tag.getValue());
            }
        }
        packer.packString("columns").packArrayHeader(columns.size());
        for (String column : columns) {
            packer.packString(column);
        }
        packer.packString("values").packArrayHeader(count).addPayload(rows.toByteArray());
        if (more) {
            packer.packString("partial").packBoolean(true);
        }
        return more;
    }

    private void value(SeriesReader series, int column, MessagePacker packer) throws IOException {
        @Nullable Object value = series.value(column);
        switch (value) {
            case null -> packer.packNil();
            case Long time when series.isTime(column) -> time(time, packer);
            case Long number when series.isUnsigned(column) && number < 0 ->
                    packer.packBigInteger(new BigInteger(Long.toUnsignedString(number)));
            case Long number -> packer.packLong(number);
            case Double number -> packer.packDouble(number);
            case Boolean flag -> packer.packBoolean(flag);
            default -> packer.packString(value.toString());
        }
    }

    private void time(long timeNs, MessagePacker packer) throws IOException {
        if (!shape.times().isText()) {
            packer.packLong(shape.times().number(timeNs));
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(TIME_BYTES);
        bytes.putLong(Math.floorDiv(timeNs, SECOND_NS));
        bytes.putInt((int) Math.floorMod(timeNs, SECOND_NS));
        packer.packExtensionTypeHeader(TIME_EXTENSION, TIME_BYTES);
        packer.writePayload(bytes.array());
    }

    @Override
    public void end() throws IOException {
        out.flush();
    }
}
