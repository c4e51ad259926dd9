package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.WriteResult.Kind;
import dev.tidalite.engine.internal.catalog.Database;
import dev.tidalite.engine.internal.catalog.Table;
import dev.tidalite.engine.internal.codec.ColumnBlock;
import dev.tidalite.engine.internal.codec.SeriesBlock;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The rows of one write, by table, and the row that is being made. A row is
///
/// ```
/// series  [table  tag*]  field+  endRow
/// ```
///
/// The first thing wrong with a row is kept, the rest of it is ignored, and `endRow` takes it back.
/// Changes nothing outside itself, so that a write can be staged again if the catalog has moved on.
/// Used by one thread, for one write after the other.
final class WriteStage {
    /// Stages that are kept for later writes.
    private static final int STAGES_KEPT_MAX = 256;

    private static final int NO_SERIES = Integer.MIN_VALUE;

    private final IngestLimits limits;
    private final Map<String, TableStage> stages = new HashMap<>();
    private final List<TableStage> used = new ArrayList<>();
    private final UnknownKeys unknownKeys = new UnknownKeys();

    private @Nullable Database database;
    private SeriesKeys keys = new SeriesKeys();

    /// The known key found last, by its number: the next row's may be the one behind it.
    private int lastKey = SeriesKeys.NONE;

    private int tableCount;
    private int newTableCount;
    private long oldestKeptNs;

    private @Nullable TableStage current;
    private int series = NO_SERIES;
    private byte[] keyBytes = new byte[0];
    private int keyFrom;
    private int keyTo;
    private long keyHash;
    private int fieldCount;
    private boolean timeFieldDropped;
    private @Nullable Rejection fault;

    WriteStage(IngestLimits limits) {
        this.limits = limits;
    }

    /// Begins a write.
    ///
    /// @param seriesKeys those of the database
    /// @param oldestNs rows before this are rejected
    void begin(Database target, SeriesKeys seriesKeys, long oldestNs) {
        if (database != target || stages.size() > STAGES_KEPT_MAX) {
            stages.clear();
        }
        for (TableStage stage : used) {
            stage.begin();
        }
        used.clear();
        unknownKeys.clear();
        database = target;
        keys = seriesKeys;
        lastKey = SeriesKeys.NONE;
        tableCount = target.tableCount();
        newTableCount = 0;
        oldestKeptNs = oldestNs;
        current = null;
    }

    /// The tables that rows were staged for; those without any rows do not count.
    List<TableStage> used() {
        return used;
    }

    UnknownKeys unknownKeys() {
        return unknownKeys;
    }

    /// How many tables the database had when the write began.
    int tableCount() {
        return tableCount;
    }

    /// Begins a row.
    ///
    /// @return whether the key is known: then table and tags need not be told
    boolean series(byte[] bytes, int from, int to, long hash) {
        fault = null;
        fieldCount = 0;
        timeFieldDropped = false;
        int known = keys.find(bytes, from, to, hash, lastKey + 1);
        if (known != SeriesKeys.NONE) {
            lastKey = known;
            use(keys.table(known));
            series = keys.series(known);
            return true;
        }
        UnknownKeys.Key seen = unknownKeys.find(bytes, from, to, hash);
        if (seen != null) {
            current = seen.stage();
            series = ~seen.index();
            return true;
        }
        series = NO_SERIES;
        keyBytes = bytes;
        keyFrom = from;
        keyTo = to;
        keyHash = hash;
        return false;
    }

    /// Begins a row of a series whose key is known.
    ///
    /// @param number of the key in [#keys()]
    void series(int number) {
        fault = null;
        fieldCount = 0;
        timeFieldDropped = false;
        lastKey = number;
        use(keys.table(number));
        series = keys.series(number);
    }

    /// The keys that a known one has its number in.
    SeriesKeys keys() {
        return keys;
    }

    /// The number of the key of the row that has begun, or [SeriesKeys#NONE] if it is new.
    int knownKey() {
        return series < 0 ? SeriesKeys.NONE : lastKey;
    }

    private void use(Table table) {
        TableStage stage = current;
        if (stage == null || stage.table() != table) {
            current = stage(table.name());
        }
    }

    /// The table of the row.
    void table(String name) {
        current = stage(name);
        if (isTooLong(name)) {
            reject(Kind.LIMIT, tooLong("table", name));
        }
    }

    private boolean isTooLong(String name) {
        return name.length() > limits.nameBytesMax()
                || name.length() * 3L > limits.nameBytesMax()
                        && name.getBytes(StandardCharsets.UTF_8).length > limits.nameBytesMax();
    }

    private String tooLong(String what, String name) {
        return "the name of %s %s... exceeds the limit of %d bytes"
                .formatted(
                        what,
                        name.substring(0, Math.min(10, name.length())),
                        limits.nameBytesMax());
    }

    private TableStage stage(String name) {
        TableStage stage = stages.get(name);
        Database home = Objects.requireNonNull(database);
        if (stage == null || stage.rows().rowCount() == 0) {
            Table table = home.table(name);
            if (stage == null || stage.table() != table) {
                stage = new TableStage(name, table);
                stages.put(name, stage);
            } else {
                stage.begin();
            }
            if (!used.contains(stage)) {
                used.add(stage);
            }
        }
        return stage;
    }

    private TableStage current() {
        return Objects.requireNonNull(current, "no row has begun");
    }

    /// The place of a tag's column, or -1 if it cannot be one: then the row is rejected.
    int tag(String key) {
        TableStage stage = current();
        ColumnSchema column = stage.find(key);
        if (column != null && column.role() == ColumnRole.TAG) {
            return stage.ordinal(key);
        }
        if (key.equals(ColumnSchema.TIME)) {
            reject(
                    Kind.SEMANTICS,
                    "input tag \"time\" on measurement \"%s\" is invalid".formatted(stage.name()));
        } else if (column != null) {
            reject(Kind.SCHEMA_CONFLICT, stage.conflict(key, ColumnRole.TAG, ColumnType.STRING));
        } else if (isTooLong(key)) {
            reject(Kind.LIMIT, tooLong("column", key));
        } else if (fault == null) {
            return stage.add(ColumnSchema.tag(key));
        }
        return -1;
    }

    /// Where the tags of the row go, in any order.
    SeriesBlock tags() {
        return current().unknownSeries();
    }

    /// The column of a field as far as it is known, or null: then [#field] is to be asked.
    @Nullable ColumnBlock fieldOf(int layout, int index) {
        return current().blockOf(layout, index);
    }

    /// The column of a field, or null if it has none: then it is to be ignored, or the row is
    /// rejected.
    @Nullable ColumnBlock field(int layout, int index, String key, ColumnType type) {
        TableStage stage = current();
        int ordinal = stage.ordinal(key);
        if (ordinal == 0) {
            timeFieldDropped = true;
            return null;
        }
        if (ordinal < 0) {
            if (isTooLong(key)) {
                reject(Kind.LIMIT, tooLong("column", key));
            }
            if (fault != null) {
                return null;
            }
            ordinal = stage.add(ColumnSchema.field(key, type));
        }
        ColumnSchema column = stage.schemaOf(ordinal);
        if (column.role() != ColumnRole.FIELD || column.type() != type) {
            reject(Kind.SCHEMA_CONFLICT, stage.conflict(key, ColumnRole.FIELD, type));
            return null;
        }
        ColumnBlock block = stage.block(ordinal);
        stage.remember(layout, index, block);
        return block;
    }

    /// As [#field], for rows whose columns mostly come under the same name objects in the same
    /// order.
    @Nullable ColumnBlock fieldNamed(int index, String key, ColumnType type) {
        TableStage stage = current();
        ColumnBlock known = stage.blockNamed(index, key);
        if (known != null && known.type() == type) {
            return known;
        }
        ColumnBlock column = field(0, index, key, type);
        if (column != null) {
            stage.rememberName(index, key, column);
        }
        return column;
    }

    /// Where the values of the row go in the columns of its table.
    int row() {
        return current().rows().rowCount();
    }

    /// Counts a field whose value was set.
    void countField() {
        fieldCount++;
    }

    /// Says what is wrong with the row, unless that is known already.
    void reject(Kind kind, String message) {
        if (fault == null) {
            fault = new Rejection(kind, message);
        }
    }

    /// Ends the row.
    ///
    /// @return why it was taken back, or null if it stays
    @Nullable Rejection endRow(long timeNs) {
        TableStage stage = current();
        if (fault == null
                && fieldCount > 0
                && timeNs >= oldestKeptNs
                && stage.columnCount() <= limits.columnsMax()
                && (stage.table() != null || stage.rows().rowCount() > 0)) {
            accept(stage, timeNs);
            return null;
        }
        check(stage, timeNs);
        if (fault != null) {
            stage.discardRow();
            return fault;
        }
        if (stage.table() == null && stage.rows().rowCount() == 0) {
            newTableCount++;
        }
        accept(stage, timeNs);
        return null;
    }

    /// Rows before this are rejected.
    long oldestKeptNs() {
        return oldestKeptNs;
    }

    /// Ends a row of a series whose key is known, in the table of the row begun last, and which
    /// nothing is wrong with: its fields were set, all in columns that there are, and it is not too
    /// old.
    void endRow(int keyNumber, long timeNs) {
        lastKey = keyNumber;
        current().endRow(keys.series(keyNumber), timeNs);
    }

    /// Takes back the row that has begun.
    void discardRow() {
        TableStage stage = current;
        if (stage != null) {
            stage.discardRow();
        }
    }

    private void accept(TableStage stage, long timeNs) {
        if (series == NO_SERIES) {
            SeriesBlock unknown = stage.unknownSeries();
            int index = unknown.size();
            unknown.end(index);
            byte[] key = Arrays.copyOfRange(keyBytes, keyFrom, keyTo);
            unknownKeys.add(new UnknownKeys.Key(keyHash, key, stage, index));
            series = ~index;
        }
        stage.endRow(series, timeNs);
    }

    private void check(TableStage stage, long timeNs) {
        if (fieldCount == 0 && timeFieldDropped) {
            reject(
                    Kind.SEMANTICS,
                    "invalid field name: input field \"time\" on measurement \"%s\" is invalid"
                            .formatted(stage.name()));
        } else if (fieldCount == 0) {
            reject(Kind.SEMANTICS, "No fields were provided");
        }
        if (timeNs < oldestKeptNs) {
            reject(
                    Kind.RETENTION,
                    ("data in table %s is outside of the retention period: minimum acceptable"
                                    + " timestamp is %s, but observed timestamp %s is older.")
                            .formatted(stage.name(), rfc3339(oldestKeptNs), rfc3339(timeNs)));
        }
        if (stage.columnCount() > limits.columnsMax()) {
            reject(
                    Kind.LIMIT,
                    ("service limit reached: couldn't create columns in table `%s`; table contains"
                                    + " %d existing columns, applying this write would result in %d"
                                    + " columns, limit is %d")
                            .formatted(
                                    stage.name(),
                                    stage.columnCountBeforeRow(),
                                    stage.columnCount(),
                                    limits.columnsMax()));
        }
        int tables = tableCount + newTableCount;
        if (stage.table() == null
                && stage.rows().rowCount() == 0
                && tables + 1 > limits.tablesMax()) {
            reject(
                    Kind.LIMIT,
                    ("service limit reached: couldn't create new table; namespace contains %d"
                         + " existing tables, applying this write would result in %d tables, limit"
                         + " is %d")
                            .formatted(tables, tables + 1, limits.tablesMax()));
        }
    }

    private static String rfc3339(long timeNs) {
        Instant instant =
                Instant.ofEpochSecond(
                        Math.floorDiv(timeNs, 1_000_000_000L),
                        Math.floorMod(timeNs, 1_000_000_000L));
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC))
                + "+00:00";
    }
}
