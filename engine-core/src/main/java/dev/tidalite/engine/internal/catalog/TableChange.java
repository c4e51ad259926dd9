package dev.tidalite.engine.internal.catalog;

import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Columns, or a whole table, that a write found missing.
///
/// @param name the table's name
/// @param table the table as the write knew it, or null if there was none
/// @param basis the schema that the write was resolved against
/// @param added the columns to put behind those of the basis
public record TableChange(
        String name, @Nullable Table table, TableSchema basis, List<ColumnSchema> added) {
    public TableChange {
        added = List.copyOf(added);
    }
}
