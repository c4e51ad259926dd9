package dev.tidalite.engine.schema;

/// One column of a table.
///
/// @param name any non-empty UTF-8 text; `time` is the time column and nothing else
/// @param role a tag is always a [ColumnType#STRING], the time always a [ColumnType#TIMESTAMP]
/// @param type never [ColumnType#TIMESTAMP] for a field
public record ColumnSchema(String name, ColumnRole role, ColumnType type) {
    /// The name of the time column in every table.
    public static final String TIME = "time";

    public ColumnSchema {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a column needs a name");
        }
        boolean fits =
                switch (role) {
                    case TIME -> type == ColumnType.TIMESTAMP && name.equals(TIME);
                    case TAG -> type == ColumnType.STRING && !name.equals(TIME);
                    case FIELD -> type != ColumnType.TIMESTAMP && !name.equals(TIME);
                };
        if (!fits) {
            throw new IllegalArgumentException(
                    "column " + name + " can't be a " + role + " of type " + type);
        }
    }

    public static ColumnSchema time() {
        return new ColumnSchema(TIME, ColumnRole.TIME, ColumnType.TIMESTAMP);
    }

    public static ColumnSchema tag(String name) {
        return new ColumnSchema(name, ColumnRole.TAG, ColumnType.STRING);
    }

    public static ColumnSchema field(String name, ColumnType type) {
        return new ColumnSchema(name, ColumnRole.FIELD, type);
    }

    /// The word by which error messages name this column's kind: `tag`, `time`, or the field's
    /// type.
    public String word() {
        return role == ColumnRole.TAG ? "tag" : type.word();
    }
}
