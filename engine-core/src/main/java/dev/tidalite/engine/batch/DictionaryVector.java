package dev.tidalite.engine.batch;

import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

/// Text by number: the value of row `r` is entry `ids[r]` of the dictionary. Every tag comes like
/// this. An id of a null row is unspecified; look at the validity first.
public record DictionaryVector(StringDictionary dictionary, int[] ids, long @Nullable [] validity)
        implements ColumnVector {
    @Override
    public ColumnType type() {
        return ColumnType.STRING;
    }

    /// The text of a row, or null if it has none. The string is made once per entry.
    public @Nullable String text(int row) {
        return isValid(row) ? dictionary.text(ids[row]) : null;
    }
}
