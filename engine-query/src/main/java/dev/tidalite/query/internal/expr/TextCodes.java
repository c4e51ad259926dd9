package dev.tidalite.query.internal.expr;

import dev.tidalite.engine.batch.StringDictionary;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Gives the texts of columns from many batches one numbering, working each entry of a dictionary
/// out once. For one thread.
public final class TextCodes {
    private final ByteStrings strings = new ByteStrings();
    private @Nullable StringDictionary lastDictionary;
    private int[] lastMap = new int[0];

    public ByteStrings strings() {
        return strings;
    }

    /// Writes the number of each row's text to `codes`; what it writes for null rows means nothing.
    public void encode(Column column, int rowCount, int[] codes) {
        switch (column) {
            case Column.Coded coded -> encodeCoded(coded, rowCount, codes);
            case Column.Texts texts -> {
                int[] offsets = texts.offsets();
                for (int row = 0; row < rowCount; row++) {
                    codes[row] = strings.intern(texts.bytes(), offsets[row], offsets[row + 1]);
                }
            }
            case Column.Constant constant ->
                    Arrays.fill(
                            codes,
                            0,
                            rowCount,
                            constant.value() instanceof String text
                                    ? strings.intern(text.getBytes(StandardCharsets.UTF_8))
                                    : 0);
            case Column.Longs _, Column.Doubles _, Column.Booleans _, Column.Objects _ ->
                    throw new IllegalArgumentException("not a text but " + column.type());
        }
    }

    private void encodeCoded(Column.Coded coded, int rowCount, int[] codes) {
        int[] map = map(coded.dictionary());
        int[] ids = coded.ids();
        long[] validity = coded.validity();
        int lastId = -1;
        int lastCode = 0;
        for (int row = 0; row < rowCount; row++) {
            if (validity != null && !coded.isValid(row)) {
                codes[row] = 0;
                continue;
            }
            int id = ids[row];
            if (id != lastId) {
                lastId = id;
                lastCode = code(coded.dictionary(), map, id);
            }
            codes[row] = lastCode;
        }
    }

    /// The number of one entry of a dictionary.
    public int encode(StringDictionary dictionary, int id) {
        return code(dictionary, map(dictionary), id);
    }

    private int code(StringDictionary dictionary, int[] map, int id) {
        int code = map[id];
        if (code < 0) {
            code = strings.intern(dictionary.bytes(id));
            map[id] = code;
        }
        return code;
    }

    private int[] map(StringDictionary dictionary) {
        if (dictionary != lastDictionary) {
            lastDictionary = dictionary;
            lastMap = new int[dictionary.size()];
            Arrays.fill(lastMap, -1);
        }
        return lastMap;
    }
}
