package dev.tidalite.engine.schema;

/// What a column is for. A table has exactly one [#TIME] column, named `time`; its tags and the
/// time together are the primary key of a row; fields are what was measured.
public enum ColumnRole {
    TIME,
    TAG,
    FIELD
}
