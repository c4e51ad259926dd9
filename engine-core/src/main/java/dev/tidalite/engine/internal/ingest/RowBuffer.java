package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.internal.codec.ColumnBlock;
import dev.tidalite.engine.internal.codec.SeriesBlock;
import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Typed rows of one table, kept as they were given until they are staged, because what they mean
/// is resolved when the write has begun.
///
/// Filled by one thread; staged by one thread, which may be another, after [#seal].
final class RowBuffer {
    private static final int TAG_BYTES = 8;
    private static final long FIELD_BYTES = 16;

    private final String table;
    private final int keyPrefixBytes;

    private int rowCount;
    private long[] times = new long[64];
    private int[] rowTags = new int[64];
    private int[] fieldEnds = new int[64];
    private int fieldCount;
    private String[] fieldNames = new String[512];
    private ColumnType[] fieldTypes = new ColumnType[512];
    private long[] fieldBits = new long[512];
    private byte[] text = new byte[0];
    private int textBytes;

    private TagSets.Known tagSets;

    /// @param tagSets those that rows will refer to
    RowBuffer(String table, TagSets tagSets) {
        this.table = table;
        this.keyPrefixBytes = tagSets.keyPrefixBytes();
        this.tagSets = tagSets.known();
    }

    @SuppressWarnings("ReferenceEquality") // a miss costs a comparison, nothing else
    private static boolean isSame(Object known, Object other) {
        return known == other;
    }

    void time(long timeNs) {
        if (rowCount == times.length) {
            times = Arrays.copyOf(times, rowCount * 2);
            rowTags = Arrays.copyOf(rowTags, rowCount * 2);
            fieldEnds = Arrays.copyOf(fieldEnds, rowCount * 2);
        }
        times[rowCount] = timeNs;
    }

    void field(String key, ColumnType type, long bits) {
        if (fieldCount == fieldNames.length) {
            fieldNames = Arrays.copyOf(fieldNames, fieldCount * 2);
            fieldTypes = Arrays.copyOf(fieldTypes, fieldCount * 2);
            fieldBits = Arrays.copyOf(fieldBits, fieldCount * 2);
        }
        if (!isSame(fieldNames[fieldCount], key)) { // mostly it is there from earlier rows
            fieldNames[fieldCount] = key;
        }
        if (fieldTypes[fieldCount] != type) {
            fieldTypes[fieldCount] = type;
        }
        fieldBits[fieldCount] = bits;
        fieldCount++;
    }

    void text(String key, String value) {
        byte[] utf8 = Utf8Texts.encode(value);
        int start = textBytes;
        int end = Math.addExact(start, utf8.length);
        field(key, ColumnType.STRING, (long) start << 32 | end);
        if (end > text.length) {
            text = Arrays.copyOf(text, Math.max(end, text.length * 2));
        }
        System.arraycopy(utf8, 0, text, start, utf8.length);
        textBytes = end;
    }

    /// Whether the row that is being filled has a field.
    boolean hasField() {
        return fieldCount > firstField(rowCount);
    }

    void endRow(int tagSet) {
        rowTags[rowCount] = tagSet;
        fieldEnds[rowCount] = fieldCount;
        rowCount++;
    }

    /// Forgets the row that is being filled.
    void dropRow() {
        fieldCount = firstField(rowCount);
    }

    void clear() {
        rowCount = 0;
        fieldCount = 0;
        textBytes = 0;
    }

    /// Lets the rows be staged, whatever is added to the tag sets meanwhile.
    void seal(TagSets sets) {
        tagSets = sets.known();
    }

    int textBytes() {
        return textBytes;
    }

    int rowCount() {
        return rowCount;
    }

    /// About what the rows would take as lines.
    long byteCount() {
        return (long) rowCount * tagSets.rowLength() * TAG_BYTES
                + fieldCount * FIELD_BYTES
                + textBytes;
    }

    /// The first row that could not be written.
    ///
    /// @param rowIndex 0-based, in the order in which the rows were appended
    /// @param count how many could not
    record RejectedRow(int rowIndex, Rejection rejection, int count) {}

    /// Puts the rows into a stage. Called again if they have to be staged again.
    ///
    /// @return the first row that could not be, or null
    @Nullable RejectedRow stage(WriteStage stage) {
        Rejection first = null;
        int firstIndex = 0;
        int rejectedCount = 0;
        int row = 0;
        boolean byColumn = true;
        tagSets.turnTo(stage.keys());
        while (row < rowCount) {
            Rejection rejection = stageRow(stage, row);
            if (rejection != null) {
                firstIndex = first == null ? row : firstIndex;
                first = first == null ? rejection : first;
                rejectedCount++;
            }
            row++;
            int alikeEnd =
                    byColumn && rejection == null ? alikeEnd(row, stage.oldestKeptNs()) : row;
            if (alikeEnd > row) {
                byColumn = stageAlike(stage, row, alikeEnd);
                row = byColumn ? alikeEnd : row;
            }
        }
        return first == null ? null : new RejectedRow(firstIndex, first, rejectedCount);
    }

    private @Nullable Rejection stageRow(WriteStage stage, int row) {
        int fieldFrom = firstField(row);
        stageSeries(stage, tagSets.get(rowTags[row]));
        for (int field = fieldFrom; field < fieldEnds[row]; field++) {
            stageField(stage, field, field - fieldFrom);
        }
        return stage.endRow(times[row]);
    }

    private int firstField(int row) {
        return row == 0 ? 0 : fieldEnds[row - 1];
    }

    /// Where the rows end that have the fields of the row before them, by name object and type, and
    /// can only be accepted as that one was.
    private int alikeEnd(int from, long oldestNs) {
        int first = firstField(from - 1);
        int fields = fieldEnds[from - 1] - first;
        int row = from;
        while (row < rowCount
                && fieldEnds[row] - fieldEnds[row - 1] == fields
                && times[row] >= oldestNs
                && tagSets.get(rowTags[row]).keyNumber != SeriesKeys.NONE
                && areAlike(first, fieldEnds[row - 1], fields)) {
            row++;
        }
        return row;
    }

    private boolean areAlike(int first, int other, int fields) {
        for (int field = 0; field < fields; field++) {
            if (!isSame(fieldNames[first + field], fieldNames[other + field])
                    || fieldTypes[first + field] != fieldTypes[other + field]) {
                return false;
            }
        }
        return true;
    }

    /// Stages rows column by column.
    ///
    /// @return false if a field has no column; nothing was staged then
    private boolean stageAlike(WriteStage stage, int from, int to) {
        int first = fieldEnds[from - 1];
        int fields = fieldEnds[from] - first;
        stage.series(tagSets.get(rowTags[from]).keyNumber);
        ColumnBlock[] columns = new ColumnBlock[fields];
        for (int field = 0; field < fields; field++) {
            ColumnBlock column =
                    stage.fieldNamed(field, fieldNames[first + field], fieldTypes[first + field]);
            if (column == null) {
                return false;
            }
            columns[field] = column;
        }
        int target = stage.row();
        int count = to - from;
        for (int field = 0; field < fields; field++) {
            ColumnBlock column = columns[field];
            if (column.type() == ColumnType.STRING) {
                for (int row = 0, at = first + field; row < count; row++, at += fields) {
                    column.setText(
                            target + row, text, (int) (fieldBits[at] >>> 32), (int) fieldBits[at]);
                }
            } else {
                column.ensureRows(target + count);
                gather(fieldBits, first + field, fields, column.bits(), target, count);
                Validity.setRange(column.validity(), target, target + count);
            }
        }
        for (int row = from; row < to; row++) {
            stage.endRow(tagSets.get(rowTags[row]).keyNumber, times[row]);
        }
        return true;
    }

    private static void gather(
            long[] source, int from, int step, long[] target, int to, int count) {
        for (int i = 0, at = from; i < count; i++, at += step) {
            target[to + i] = source[at];
        }
    }

    private void stageSeries(WriteStage stage, TagSets.Entry set) {
        if (set.keyNumber != SeriesKeys.NONE) {
            stage.series(set.keyNumber);
            return;
        }
        byte[] key = set.key();
        if (!stage.series(key, 0, key.length, set.keyHash())) {
            stage.table(table);
            stageTags(stage, key);
        } else {
            set.keyNumber = stage.knownKey();
        }
    }

    private void stageTags(WriteStage stage, byte[] key) {
        int at = keyPrefixBytes;
        while (at < key.length) {
            int nameEnd = separator(key, at);
            int valueEnd = separator(key, nameEnd + 1);
            int ordinal = stage.tag(Utf8Texts.decode(key, at, nameEnd));
            if (ordinal >= 0) {
                SeriesBlock block = stage.tags();
                block.tag(ordinal, key, nameEnd + 1, valueEnd);
            }
            at = valueEnd + 1;
        }
    }

    private static int separator(byte[] key, int from) {
        int at = from;
        while (key[at] != TagSets.SEPARATOR) {
            at++;
        }
        return at;
    }

    private void stageField(WriteStage stage, int field, int index) {
        String name = fieldNames[field];
        ColumnType type = fieldTypes[field];
        ColumnBlock column = stage.fieldNamed(index, name, type);
        if (column == null) {
            return;
        }
        long bits = fieldBits[field];
        if (type == ColumnType.STRING) {
            column.setText(stage.row(), text, (int) (bits >>> 32), (int) bits);
        } else {
            column.set(stage.row(), bits);
        }
        stage.countField();
    }
}
