package dev.tidalite.engine.internal.manifest;

import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.segment.SegmentId;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Edits as bytes: one after the other, each a tag of one byte and its fields in the order of
/// [ManifestEdit]. Numbers are little-endian, 8 bytes; counts and lengths 4 bytes; a text is its
/// length and its UTF-8. A schema is the table's name, a count, and for each column but the time
/// its name, role and type as one byte each. Unknown tags are an error: an older engine does not
/// guess what a newer one meant.
final class EditCodec {
    private static final byte DATABASE_CREATED = 1;
    private static final byte DATABASE_DROPPED = 2;
    private static final byte RETENTION_SET = 3;
    private static final byte TABLE_DEFINED = 4;
    private static final byte TABLE_DROPPED = 5;
    private static final byte SEGMENT_ADDED = 6;
    private static final byte SEGMENTS_REPLACED = 7;
    private static final byte SEGMENTS_DROPPED = 8;
    private static final byte FLUSHED = 9;
    private static final byte NUMBERS_USED = 10;

    private static final byte TAG = 1;
    private static final byte FIELD = 2;

    private EditCodec() {}

    /// Collects bytes.
    private static final class Out {
        private ByteBuffer bytes = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);

        private ByteBuffer room(int length) {
            if (bytes.remaining() < length) {
                int needed = bytes.position() + length;
                byte[] wider = Arrays.copyOf(bytes.array(), Math.max(needed, 2 * needed));
                bytes =
                        ByteBuffer.wrap(wider)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .position(bytes.position());
            }
            return bytes;
        }

        Out tag(byte tag) {
            room(1).put(tag);
            return this;
        }

        Out number(long number) {
            room(Long.BYTES).putLong(number);
            return this;
        }

        Out count(int count) {
            room(Integer.BYTES).putInt(count);
            return this;
        }

        Out text(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            count(utf8.length);
            room(utf8.length).put(utf8);
            return this;
        }

        Out ids(Set<SegmentId> ids) {
            count(ids.size());
            ids.stream().mapToLong(SegmentId::value).sorted().forEach(this::number);
            return this;
        }

        Out segment(SegmentMeta segment) {
            return number(segment.id().value())
                    .number(segment.table().value())
                    .number(segment.timeRange().startNs())
                    .number(segment.timeRange().endNs())
                    .number(segment.rowCount())
                    .number(segment.fileBytes())
                    .number(segment.firstSequence())
                    .number(segment.lastSequence());
        }

        Out schema(TableSchema schema) {
            text(schema.table()).count(schema.columnCount() - 1);
            for (ColumnSchema column : schema.columns().subList(1, schema.columnCount())) {
                text(column.name()).tag(role(column.role())).tag(type(column.type()));
            }
            return this;
        }

        byte[] toBytes() {
            return Arrays.copyOf(bytes.array(), bytes.position());
        }
    }

    static byte[] encode(List<ManifestEdit> edits) {
        Out out = new Out();
        for (ManifestEdit edit : edits) {
            encode(edit, out);
        }
        return out.toBytes();
    }

    private static void encode(ManifestEdit edit, Out out) {
        switch (edit) {
            case ManifestEdit.DatabaseCreated(String database) ->
                    out.tag(DATABASE_CREATED).text(database);
            case ManifestEdit.DatabaseDropped(String database) ->
                    out.tag(DATABASE_DROPPED).text(database);
            case ManifestEdit.RetentionSet(String database, long retentionNs) ->
                    out.tag(RETENTION_SET).text(database).number(retentionNs);
            case ManifestEdit.TableDefined(TableId id, String database, TableSchema schema) ->
                    out.tag(TABLE_DEFINED).number(id.value()).text(database).schema(schema);
            case ManifestEdit.TableDropped(TableId table) ->
                    out.tag(TABLE_DROPPED).number(table.value());
            case ManifestEdit.SegmentAdded(SegmentMeta segment) ->
                    out.tag(SEGMENT_ADDED).segment(segment);
            case ManifestEdit.SegmentsReplaced(
                            TableId table,
                            Set<SegmentId> removed,
                            List<SegmentMeta> added) -> {
                out.tag(SEGMENTS_REPLACED).number(table.value()).ids(removed).count(added.size());
                added.forEach(out::segment);
            }
            case ManifestEdit.SegmentsDropped(TableId table, Set<SegmentId> removed) ->
                    out.tag(SEGMENTS_DROPPED).number(table.value()).ids(removed);
            case ManifestEdit.Flushed(SequenceNumber upTo) -> out.tag(FLUSHED).number(upTo.value());
            case ManifestEdit.NumbersUsed(long tableId, long segmentId) ->
                    out.tag(NUMBERS_USED).number(tableId).number(segmentId);
        }
    }

    /// @throws IllegalArgumentException if the bytes are not edits
    static List<ManifestEdit> decode(byte[] bytes, int length) {
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN);
        List<ManifestEdit> edits = new ArrayList<>();
        try {
            while (in.hasRemaining()) {
                edits.add(decode(in));
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("an edit is cut off", e);
        }
        return edits;
    }

    private static ManifestEdit decode(ByteBuffer in) {
        byte tag = in.get();
        return switch (tag) {
            case DATABASE_CREATED -> new ManifestEdit.DatabaseCreated(text(in));
            case DATABASE_DROPPED -> new ManifestEdit.DatabaseDropped(text(in));
            case RETENTION_SET -> new ManifestEdit.RetentionSet(text(in), in.getLong());
            case TABLE_DEFINED ->
                    new ManifestEdit.TableDefined(new TableId(in.getLong()), text(in), schema(in));
            case TABLE_DROPPED -> new ManifestEdit.TableDropped(new TableId(in.getLong()));
            case SEGMENT_ADDED -> new ManifestEdit.SegmentAdded(segment(in));
            case SEGMENTS_REPLACED ->
                    new ManifestEdit.SegmentsReplaced(
                            new TableId(in.getLong()), ids(in), segments(in));
            case SEGMENTS_DROPPED ->
                    new ManifestEdit.SegmentsDropped(new TableId(in.getLong()), ids(in));
            case FLUSHED -> new ManifestEdit.Flushed(new SequenceNumber(in.getLong()));
            case NUMBERS_USED -> new ManifestEdit.NumbersUsed(in.getLong(), in.getLong());
            default -> throw new IllegalArgumentException("an edit of the unknown kind " + tag);
        };
    }

    private static int count(ByteBuffer in, int bytesEach) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / bytesEach) {
            throw new IllegalArgumentException(
                    "a count of " + count + " with " + in.remaining() + " bytes left");
        }
        return count;
    }

    private static String text(ByteBuffer in) {
        byte[] utf8 = new byte[count(in, 1)];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static Set<SegmentId> ids(ByteBuffer in) {
        Set<SegmentId> ids = new LinkedHashSet<>();
        for (int left = count(in, Long.BYTES); left > 0; left--) {
            ids.add(new SegmentId(in.getLong()));
        }
        return ids;
    }

    private static List<SegmentMeta> segments(ByteBuffer in) {
        List<SegmentMeta> segments = new ArrayList<>();
        for (int left = count(in, 8 * Long.BYTES); left > 0; left--) {
            segments.add(segment(in));
        }
        return segments;
    }

    private static SegmentMeta segment(ByteBuffer in) {
        return new SegmentMeta(
                new SegmentId(in.getLong()),
                new TableId(in.getLong()),
                new TimeRange(in.getLong(), in.getLong()),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong());
    }

    private static TableSchema schema(ByteBuffer in) {
        String table = text(in);
        List<ColumnSchema> columns = new ArrayList<>();
        for (int left = count(in, Integer.BYTES + 2); left > 0; left--) {
            columns.add(new ColumnSchema(text(in), role(in.get()), type(in.get())));
        }
        return TableSchema.empty(table).with(columns);
    }

    private static byte role(ColumnRole role) {
        return switch (role) {
            case TAG -> TAG;
            case FIELD -> FIELD;
            case TIME -> throw new IllegalArgumentException("a second time column");
        };
    }

    private static ColumnRole role(byte code) {
        return switch (code) {
            case TAG -> ColumnRole.TAG;
            case FIELD -> ColumnRole.FIELD;
            default -> throw new IllegalArgumentException("a column of the unknown role " + code);
        };
    }

    private static byte type(ColumnType type) {
        return switch (type) {
            case STRING -> 1;
            case FLOAT64 -> 2;
            case INT64 -> 3;
            case UINT64 -> 4;
            case BOOLEAN -> 5;
            case TIMESTAMP -> throw new IllegalArgumentException("a second time column");
        };
    }

    private static ColumnType type(byte code) {
        return switch (code) {
            case 1 -> ColumnType.STRING;
            case 2 -> ColumnType.FLOAT64;
            case 3 -> ColumnType.INT64;
            case 4 -> ColumnType.UINT64;
            case 5 -> ColumnType.BOOLEAN;
            default -> throw new IllegalArgumentException("a column of the unknown type " + code);
        };
    }
}
