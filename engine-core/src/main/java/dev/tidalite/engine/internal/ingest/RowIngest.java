package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.internal.codec.ColumnBlock;
import dev.tidalite.engine.internal.codec.SeriesBlock;
import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Gathers typed rows of one table and writes them some thousands at a time, on the same road as
/// lines. The rows are kept as they were given until they are written, because what they mean is
/// resolved when the write has begun. Used by one thread.
public final class RowIngest {
    private static final int BATCH_ROWS = 16_384;
    private static final int TAG_BYTES = 8;
    private static final long FIELD_BYTES = 16;
    private static final int BATCH_TEXT_BYTES = 8 << 20;

    /// When more are known, they are forgotten with the next write.
    private static final int TAG_SETS_MAX = 1 << 16;

    private final Ingest ingest;
    private final String database;
    private final String table;
    private final int keyPrefixBytes;
    private final TagSets tagSets;

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

    private boolean begun;
    private boolean timed;

    public RowIngest(Ingest ingest, String database, String table) {
        if (database.isEmpty() || table.isEmpty()) {
            throw new IllegalArgumentException("a database and a table need names");
        }
        ingest.checkDatabaseName(database);
        this.ingest = ingest;
        this.database = database;
        this.table = table;
        byte[] name = Utf8Texts.encode(table);
        byte[] keyPrefix = new byte[name.length + 2];
        keyPrefix[0] = TagSets.SEPARATOR;
        System.arraycopy(name, 0, keyPrefix, 1, name.length);
        keyPrefix[name.length + 1] = TagSets.SEPARATOR;
        keyPrefixBytes = keyPrefix.length;
        tagSets = new TagSets(keyPrefix);
    }

    public void begin() {
        if (begun) {
            throw new IllegalStateException("the row begun before was not appended");
        }
        begun = true;
        timed = false;
        tagSets.begin();
    }

    public void time(long timeNs) {
        requireBegun();
        if (rowCount == times.length) {
            times = Arrays.copyOf(times, rowCount * 2);
            rowTags = Arrays.copyOf(rowTags, rowCount * 2);
            fieldEnds = Arrays.copyOf(fieldEnds, rowCount * 2);
        }
        times[rowCount] = timeNs;
        timed = true;
    }

    public void tag(String key, String value) {
        requireBegun();
        tagSets.add(key, value);
    }

    @SuppressWarnings("ReferenceEquality") // a miss costs a comparison, nothing else
    private static boolean isSame(Object known, Object other) {
        return known == other;
    }

    public void field(String key, ColumnType type, long bits) {
        requireBegun();
        if (key.isEmpty()) {
            throw new IllegalArgumentException("a field needs a name");
        }
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

    public void text(String key, String value) {
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

    private void requireBegun() {
        if (!begun) {
            throw new IllegalStateException("no row was begun");
        }
    }

    /// @throws IllegalStateException if the row lacks a time or a field; it stays begun
    public void append() {
        requireBegun();
        if (!timed || fieldCount == firstField(rowCount)) {
            throw new IllegalStateException(timed ? "the row has no field" : "the row has no time");
        }
        rowTags[rowCount] = tagSets.number();
        fieldEnds[rowCount] = fieldCount;
        rowCount++;
        begun = false;
        if (rowCount >= BATCH_ROWS || textBytes >= BATCH_TEXT_BYTES) {
            flush();
        }
    }

    /// Writes the rows that were appended.
    ///
    /// @throws IllegalArgumentException if some could not be written
    public void flush() {
        if (begun) {
            throw new IllegalStateException("the row begun last was not appended");
        }
        if (rowCount == 0) {
            return;
        }
        int count = rowCount;
        RejectedRow first = ingest.write(database, this);
        rowCount = 0;
        fieldCount = 0;
        textBytes = 0;
        if (tagSets.size() > TAG_SETS_MAX) {
            tagSets.clear();
        }
        if (first != null) {
            throw new IllegalArgumentException(
                    "%d of %d rows were not written; row %d: %s"
                            .formatted(
                                    first.count(),
                                    count,
                                    first.rowIndex(),
                                    first.rejection().message()));
        }
    }

    public void close() {
        boolean unfinished = begun;
        if (unfinished) {
            begun = false;
            fieldCount = firstField(rowCount);
        }
        flush();
        if (unfinished) {
            throw new IllegalStateException("the row begun last was not appended");
        }
    }

    /// The first row that could not be written.
    ///
    /// @param rowIndex 0-based, in the order in which the rows were appended
    /// @param count how many could not
    record RejectedRow(int rowIndex, Rejection rejection, int count) {}

    int rowCount() {
        return rowCount;
    }

    /// About what the rows would take as lines.
    long byteCount() {
        return (long) rowCount * tagSets.rowLength() * TAG_BYTES
                + fieldCount * FIELD_BYTES
                + textBytes;
    }

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
