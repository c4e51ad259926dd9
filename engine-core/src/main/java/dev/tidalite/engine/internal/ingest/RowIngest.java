package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.internal.codec.ColumnBlock;
import dev.tidalite.engine.internal.codec.SeriesBlock;
import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Gathers typed rows of one table and writes them some thousands at a time, on the same road as
/// lines. The rows are kept as they were given until they are written, because what they mean is
/// resolved when the write has begun. Used by one thread.
public final class RowIngest {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int BATCH_ROWS = 8_192;
    private static final int BATCH_TEXT_BYTES = 8 << 20;

    /// Never part of UTF-8: no key here can equal one of a line, or another one by accident.
    private static final byte SEPARATOR = (byte) 0xFF;

    private final Ingest ingest;
    private final String database;
    private final String table;
    private final byte[] keyPrefix;
    private final Utf8Texts texts = new Utf8Texts();

    private int rowCount;
    private long[] times = new long[64];
    private int[] keyEnds = new int[64];
    private byte[] keys = new byte[4096];
    private int keyBytes;
    private int[] fieldEnds = new int[64];
    private int fieldCount;
    private String[] fieldNames = new String[512];
    private ColumnType[] fieldTypes = new ColumnType[512];
    private long[] fieldBits = new long[512];
    private byte[] text = new byte[0];
    private int textBytes;

    private boolean begun;
    private boolean timed;
    private int tagCount;
    private String[] tagNames = new String[8];

    public RowIngest(Ingest ingest, String database, String table) {
        if (database.isEmpty() || table.isEmpty()) {
            throw new IllegalArgumentException("a database and a table need names");
        }
        ingest.checkDatabaseName(database);
        this.ingest = ingest;
        this.database = database;
        this.table = table;
        byte[] name = Utf8Texts.encode(table);
        keyPrefix = new byte[name.length + 2];
        keyPrefix[0] = SEPARATOR;
        System.arraycopy(name, 0, keyPrefix, 1, name.length);
        keyPrefix[name.length + 1] = SEPARATOR;
    }

    public void begin() {
        if (begun) {
            throw new IllegalStateException("the row begun before was not appended");
        }
        begun = true;
        timed = false;
        tagCount = 0;
        putKey(keyPrefix);
    }

    public void time(long timeNs) {
        requireBegun();
        if (rowCount == times.length) {
            times = Arrays.copyOf(times, rowCount * 2);
            keyEnds = Arrays.copyOf(keyEnds, rowCount * 2);
            fieldEnds = Arrays.copyOf(fieldEnds, rowCount * 2);
        }
        times[rowCount] = timeNs;
        timed = true;
    }

    public void tag(String key, String value) {
        requireBegun();
        if (key.isEmpty() || value.isEmpty()) {
            throw new IllegalArgumentException("tag \"%s\" = \"%s\"".formatted(key, value));
        }
        for (int i = 0; i < tagCount; i++) {
            if (tagNames[i].equals(key)) {
                throw new IllegalArgumentException("tag " + key + " was set already");
            }
        }
        if (tagCount == tagNames.length) {
            tagNames = Arrays.copyOf(tagNames, tagCount * 2);
        }
        tagNames[tagCount++] = key;
        putKey(texts.utf8(key));
        putSeparator();
        putKey(texts.utf8(value));
        putSeparator();
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
        fieldNames[fieldCount] = key;
        fieldTypes[fieldCount] = type;
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

    private void putSeparator() {
        if (keyBytes == keys.length) {
            keys = Arrays.copyOf(keys, keyBytes * 2);
        }
        keys[keyBytes++] = SEPARATOR;
    }

    private void putKey(byte[] part) {
        int end = keyBytes + part.length;
        if (end > keys.length) {
            keys = Arrays.copyOf(keys, Math.max(end, keys.length * 2));
        }
        System.arraycopy(part, 0, keys, keyBytes, part.length);
        keyBytes = end;
    }

    private void requireBegun() {
        if (!begun) {
            throw new IllegalStateException("no row was begun");
        }
    }

    /// @throws IllegalStateException if the row lacks a time or a field; it stays begun
    public void append() {
        requireBegun();
        int firstField = rowCount == 0 ? 0 : fieldEnds[rowCount - 1];
        if (!timed || fieldCount == firstField) {
            throw new IllegalStateException(timed ? "the row has no field" : "the row has no time");
        }
        keyEnds[rowCount] = keyBytes;
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
        keyBytes = 0;
        fieldCount = 0;
        textBytes = 0;
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
            keyBytes = rowCount == 0 ? 0 : keyEnds[rowCount - 1];
            fieldCount = rowCount == 0 ? 0 : fieldEnds[rowCount - 1];
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

    /// Puts the rows into a stage. Called again if they have to be staged again.
    ///
    /// @return the first row that could not be, or null
    @Nullable RejectedRow stage(WriteStage stage) {
        Rejection first = null;
        int firstIndex = 0;
        int rejectedCount = 0;
        int keyFrom = 0;
        int fieldFrom = 0;
        for (int row = 0; row < rowCount; row++) {
            int keyTo = keyEnds[row];
            if (!stage.series(keys, keyFrom, keyTo, hash(keys, keyFrom, keyTo))) {
                stage.table(table);
                stageTags(stage, keyFrom + keyPrefix.length, keyTo);
            }
            for (int field = fieldFrom; field < fieldEnds[row]; field++) {
                stageField(stage, field, field - fieldFrom);
            }
            Rejection rejection = stage.endRow(times[row]);
            if (rejection != null) {
                firstIndex = first == null ? row : firstIndex;
                first = first == null ? rejection : first;
                rejectedCount++;
            }
            keyFrom = keyTo;
            fieldFrom = fieldEnds[row];
        }
        return first == null ? null : new RejectedRow(firstIndex, first, rejectedCount);
    }

    private void stageTags(WriteStage stage, int from, int to) {
        int at = from;
        while (at < to) {
            int keyEnd = separator(at);
            int valueEnd = separator(keyEnd + 1);
            int ordinal = stage.tag(Utf8Texts.decode(keys, at, keyEnd));
            if (ordinal >= 0) {
                SeriesBlock tags = stage.tags();
                tags.tag(ordinal, keys, keyEnd + 1, valueEnd);
            }
            at = valueEnd + 1;
        }
    }

    private int separator(int from) {
        int at = from;
        while (keys[at] != SEPARATOR) {
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

    private static long hash(byte[] bytes, int from, int to) {
        int length = to - from;
        long hash = length;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(bytes, at)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        for (; at < to; at++) {
            hash = (hash ^ bytes[at]) * 0x9E3779B97F4A7C15L;
        }
        return hash ^ hash >>> 29;
    }
}
