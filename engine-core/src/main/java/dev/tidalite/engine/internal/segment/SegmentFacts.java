package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.segment.parquet.FileColumn;
import dev.tidalite.engine.internal.segment.parquet.ParquetFile;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the footer says in the engine's own words, as texts by key: what other programs need not
/// know, and what makes a file a segment.
///
/// @param schema of the rows; its columns are those of the file, in the same order
record SegmentFacts(
        TableSchema schema,
        long tableId,
        long segmentId,
        TimeRange timeRange,
        long firstSequence,
        long lastSequence) {
    static final String BODY_CHECKSUM = "tidalite.body-crc32c";

    private static final String FORMAT = "tidalite.segment-format";
    private static final String FORMAT_VALUE = "1";
    private static final String TABLE = "tidalite.table";
    private static final String TABLE_ID = "tidalite.table-id";
    private static final String SEGMENT_ID = "tidalite.segment-id";
    private static final String ROLES = "tidalite.roles";
    private static final String TIME_RANGE = "tidalite.time-range";
    private static final String SEQUENCES = "tidalite.sequences";

    Map<String, String> texts() {
        StringBuilder roles = new StringBuilder();
        for (ColumnSchema column : schema.columns()) {
            roles.append(letter(column.role()));
        }
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(FORMAT, FORMAT_VALUE);
        texts.put(TABLE, schema.table());
        texts.put(TABLE_ID, Long.toString(tableId));
        texts.put(SEGMENT_ID, Long.toString(segmentId));
        texts.put(ROLES, roles.toString());
        texts.put(TIME_RANGE, timeRange.startNs() + " " + timeRange.endNs());
        texts.put(SEQUENCES, firstSequence + " " + lastSequence);
        return texts;
    }

    /// @throws IllegalArgumentException if the file is not a segment, with the reason
    static SegmentFacts of(ParquetFile file) {
        Map<String, String> texts = file.facts();
        if (!FORMAT_VALUE.equals(texts.get(FORMAT))) {
            throw new IllegalArgumentException(
                    "segment format is " + texts.get(FORMAT) + ", expected " + FORMAT_VALUE);
        }
        long[] range = numbers(texts, TIME_RANGE, 2);
        long[] sequences = numbers(texts, SEQUENCES, 2);
        return new SegmentFacts(
                schema(text(texts, TABLE), text(texts, ROLES), file.columns()),
                numbers(texts, TABLE_ID, 1)[0],
                numbers(texts, SEGMENT_ID, 1)[0],
                new TimeRange(range[0], range[1]),
                sequences[0],
                sequences[1]);
    }

    private static TableSchema schema(String table, String roles, List<FileColumn> columns) {
        if (roles.length() != columns.size() || roles.indexOf('t') != 0) {
            throw new IllegalArgumentException(
                    "roles '" + roles + "' of " + columns.size() + " columns");
        }
        List<ColumnSchema> more = new ArrayList<>();
        for (int ordinal = 0; ordinal < columns.size(); ordinal++) {
            FileColumn column = columns.get(ordinal);
            ColumnSchema schema =
                    new ColumnSchema(column.name(), role(roles.charAt(ordinal)), column.type());
            if (ordinal > 0) {
                more.add(schema);
            }
        }
        return TableSchema.empty(table).with(more);
    }

    static List<FileColumn> columns(TableSchema schema, int nanosPerUnit) {
        return schema.columns().stream()
                .map(column ->
                        new FileColumn(
                                column.name(),
                                column.type(),
                                column.role() != ColumnRole.TIME,
                                column.type() == ColumnType.TIMESTAMP ? nanosPerUnit : 1))
                .toList();
    }

    private static char letter(ColumnRole role) {
        return switch (role) {
            case TIME -> 't';
            case TAG -> 'g';
            case FIELD -> 'f';
        };
    }

    private static ColumnRole role(char letter) {
        return switch (letter) {
            case 't' -> ColumnRole.TIME;
            case 'g' -> ColumnRole.TAG;
            case 'f' -> ColumnRole.FIELD;
            default -> throw new IllegalArgumentException("role '" + letter + "'");
        };
    }

    private static String text(Map<String, String> texts, String key) {
        String text = texts.get(key);
        if (text == null) {
            throw new IllegalArgumentException("no " + key);
        }
        return text;
    }

    private static long[] numbers(Map<String, String> texts, String key, int count) {
        String[] words = text(texts, key).split(" ", -1);
        if (words.length != count) {
            throw new IllegalArgumentException(key + " is '" + texts.get(key) + "'");
        }
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = Long.parseLong(words[i]);
        }
        return numbers;
    }
}
