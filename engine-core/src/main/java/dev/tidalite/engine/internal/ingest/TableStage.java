package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.internal.catalog.Table;
import dev.tidalite.engine.internal.catalog.TableChange;
import dev.tidalite.engine.internal.codec.ColumnBlock;
import dev.tidalite.engine.internal.codec.RowBlock;
import dev.tidalite.engine.internal.codec.SeriesBlock;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The rows of one write to one table, resolved against the schema the table had when the write
/// began; columns that it did not have are noted behind those that it did. Kept for the next write
/// to the same table.
///
/// A row is begun by setting its fields and ended, or taken back. Used by one thread.
final class TableStage {
    private static final TableId UNKNOWN_TABLE = new TableId(0);
    private static final int LAYOUTS_MAX = 4096;

    private final String name;
    private @Nullable Table table;
    private TableSchema basis;

    /// Columns that some row of this write is the first to have, and their ordinals.
    private final List<ColumnSchema> added = new ArrayList<>();

    private final Map<String, Integer> addedOrdinals = new HashMap<>();
    private int addedBeforeRow;

    private final RowBlock rows = new RowBlock(UNKNOWN_TABLE, 64);
    private @Nullable ColumnBlock[] blocks;

    /// Per layout and place in it the column, as far as known.
    private @Nullable ColumnBlock[] @Nullable [] layouts = new ColumnBlock[16][];

    /// As the layouts, for rows that come with names.
    private @Nullable String[] names = new String[0];

    private @Nullable ColumnBlock[] namedBlocks = new ColumnBlock[0];

    /// Series that are not known by their key; a row's series is the complement of the index here.
    private final SeriesBlock unknownSeries = new SeriesBlock();

    private int[] unknownNumbers = new int[0];

    /// @param table null if there is none of this name yet
    TableStage(String name, @Nullable Table table) {
        this.name = name;
        this.table = table;
        this.basis = table == null ? TableSchema.empty(name) : table.schema();
        this.blocks = new ColumnBlock[basis.columnCount()];
    }

    /// Forgets the rows of the last write, and takes note of columns that came up since.
    void begin() {
        rows.clear();
        unknownSeries.clear();
        for (ColumnBlock block : blocks) {
            if (block != null) {
                block.clear();
            }
        }
        if (!added.isEmpty()) {
            forgetColumns(0);
        }
        addedBeforeRow = 0;
        if (table != null) {
            basis = table.schema();
            if (blocks.length < basis.columnCount()) {
                blocks = Arrays.copyOf(blocks, basis.columnCount());
            }
        }
    }

    String name() {
        return name;
    }

    /// Null until the first write to it is committed.
    @Nullable Table table() {
        return table;
    }

    /// The table's schema as the write knows it, without the added columns.
    TableSchema basis() {
        return basis;
    }

    /// The table, once the write is committed.
    Table committedTable() {
        return Objects.requireNonNull(table);
    }

    RowBlock rows() {
        return rows;
    }

    SeriesBlock unknownSeries() {
        return unknownSeries;
    }

    /// Takes note of the numbers that the unknown series were given.
    void numbered(int[] numbers) {
        unknownNumbers = numbers;
    }

    /// The number of an unknown series.
    int numberOf(int unknownIndex) {
        return unknownNumbers[unknownIndex];
    }

    /// How many columns the table would have with the row that has begun.
    int columnCount() {
        return basis.columnCount() + added.size();
    }

    /// How many columns it would have without that row.
    int columnCountBeforeRow() {
        return basis.columnCount() + addedBeforeRow;
    }

    /// The column of a name, or null if there is none.
    @Nullable ColumnSchema find(String column) {
        int ordinal = ordinal(column);
        return ordinal < 0 ? null : schemaOf(ordinal);
    }

    /// Whether the table had the column before this write.
    boolean isStored(String column) {
        return basis.ordinal(column) >= 0;
    }

    int ordinal(String column) {
        int ordinal = basis.ordinal(column);
        return ordinal >= 0 ? ordinal : addedOrdinals.getOrDefault(column, -1);
    }

    ColumnSchema schemaOf(int ordinal) {
        return ordinal < basis.columnCount()
                ? basis.column(ordinal)
                : added.get(ordinal - basis.columnCount());
    }

    /// Notes a column that is missing.
    ///
    /// @return its ordinal, if the write is committed
    int add(ColumnSchema column) {
        int ordinal = columnCount();
        added.add(column);
        addedOrdinals.put(column.name(), ordinal);
        return ordinal;
    }

    /// Where to put the values of a field.
    ColumnBlock block(int ordinal) {
        if (ordinal >= blocks.length) {
            blocks = Arrays.copyOf(blocks, Math.max(ordinal + 1, blocks.length * 2));
        }
        ColumnBlock block = blocks[ordinal];
        if (block == null) {
            ColumnType type = schemaOf(ordinal).type();
            block = new ColumnBlock(ordinal, type, Math.max(64, rows.rowCount() + 1));
            blocks[ordinal] = block;
        }
        return block;
    }

    /// The column at a place of a layout, or null if that is not known.
    @Nullable ColumnBlock blockOf(int layout, int index) {
        if (layout >= layouts.length) {
            return null;
        }
        @Nullable ColumnBlock[] known = layouts[layout];
        return known == null || index >= known.length ? null : known[index];
    }

    void remember(int layout, int index, ColumnBlock block) {
        if (layout <= 0 || layout >= LAYOUTS_MAX) {
            return;
        }
        if (layout >= layouts.length) {
            layouts = Arrays.copyOf(layouts, Math.max(layout + 1, layouts.length * 2));
        }
        @Nullable ColumnBlock[] known = layouts[layout];
        if (known == null) {
            known = new ColumnBlock[index + 1];
        } else if (index >= known.length) {
            known = Arrays.copyOf(known, Math.max(index + 1, known.length * 2));
        }
        known[index] = block;
        layouts[layout] = known;
    }

    /// The column that a name object meant last time at this place, or null.
    @Nullable ColumnBlock blockNamed(int index, String key) {
        return index < names.length && isSame(names[index], key) ? namedBlocks[index] : null;
    }

    @SuppressWarnings("ReferenceEquality") // a miss costs a lookup, nothing else
    private static boolean isSame(@Nullable String known, String key) {
        return known == key;
    }

    void rememberName(int index, String key, ColumnBlock block) {
        if (index >= names.length) {
            names = Arrays.copyOf(names, Math.max(index + 1, names.length * 2));
            namedBlocks = Arrays.copyOf(namedBlocks, names.length);
        }
        names[index] = key;
        namedBlocks[index] = block;
    }

    void endRow(int series, long timeNs) {
        rows.endRow(series, timeNs);
        addedBeforeRow = added.size();
    }

    /// Takes back what was set and added since the last row ended.
    void discardRow() {
        int row = rows.rowCount();
        for (ColumnBlock block : blocks) {
            if (block != null) {
                block.unset(row);
            }
        }
        unknownSeries.discard();
        if (added.size() > addedBeforeRow) {
            forgetColumns(addedBeforeRow);
        }
    }

    private void forgetColumns(int kept) {
        for (int i = kept; i < added.size(); i++) {
            addedOrdinals.remove(added.get(i).name());
        }
        added.subList(kept, added.size()).clear();
        Arrays.fill(blocks, Math.min(columnCount(), blocks.length), blocks.length, null);
        Arrays.fill(layouts, null);
        Arrays.fill(names, null);
    }

    /// What the catalog lacks for these rows, or null if nothing.
    @Nullable TableChange change() {
        return table != null && added.isEmpty() ? null : new TableChange(name, table, basis, added);
    }

    /// Takes note that the catalog has all columns now.
    void committed(Table changed) {
        table = changed;
        basis = basis.with(added);
        added.clear();
        addedOrdinals.clear();
        addedBeforeRow = 0;
    }

    /// Lists in the block the columns that have values.
    void collectColumns() {
        for (int ordinal = 0; ordinal < blocks.length; ordinal++) {
            ColumnBlock block = blocks[ordinal];
            if (block != null && hasValue(block)) {
                rows.columns().add(block);
            }
        }
    }

    private static boolean hasValue(ColumnBlock block) {
        for (long word : block.validity()) {
            if (word != 0) {
                return true;
            }
        }
        return false;
    }

    /// Says that a field has another type than its column.
    String conflict(String column, ColumnRole role, ColumnType type) {
        ColumnSchema existing = schemaOf(ordinal(column));
        if (isStored(column)) {
            String written = role == ColumnRole.TAG ? "tag" : type.word();
            return "schema conflict: table %s, column %s is type %s but write has type %s"
                    .formatted(name, column, existing.word(), written);
        }
        return "Unable to insert %s type into column %s with type %s"
                .formatted(
                        ColumnTypeNames.of(role, type),
                        column,
                        ColumnTypeNames.of(existing.role(), existing.type()));
    }
}
