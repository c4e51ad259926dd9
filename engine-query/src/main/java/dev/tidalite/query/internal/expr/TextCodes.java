package dev.tidalite.query.internal.expr;

import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.batch.Validity;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Gives the texts of columns from many batches one numbering, working each entry of a dictionary
/// out once. As long as all texts come from one dictionary its numbers are taken as they are. For
/// one thread.
public final class TextCodes {
    /// Whoever meets another dictionary has to take in all of the first one.
    private static final int ONLY_ENTRIES_MAX = 1 << 16;

    private final ByteStrings strings = new ByteStrings();

    /// The dictionary that all texts so far are from, their numbers being its; null when it is not
    /// so.
    private @Nullable StringDictionary only;

    private @Nullable StringDictionary lastDictionary;
    private int[] lastMap = new int[0];

    /// The texts by their numbers; more of them than were met, perhaps.
    public StringDictionary dictionary() {
        return only == null ? strings.dictionary() : only;
    }

    /// How many numbers there are.
    public int size() {
        return only == null ? strings.size() : only.size();
    }

    /// The bytes of a text; not to be written to.
    public byte[] bytes(int code) {
        return only == null ? strings.bytes(code) : only.bytes(code);
    }

    /// What is held for this numbering alone, about.
    public long memoryBytes() {
        return strings.memoryBytes();
    }

    /// The number of a text.
    public int intern(String text) {
        return strings().intern(text.getBytes(StandardCharsets.UTF_8));
    }

    /// All texts so far, by the same numbers.
    private ByteStrings strings() {
        StringDictionary dictionary = only;
        if (dictionary != null) {
            only = null;
            for (int id = 0; id < dictionary.size(); id++) {
                strings.intern(dictionary.bytes(id)); // distinct, so that it is given the same
            }
        }
        return strings;
    }

    /// Whether the numbers of a dictionary are the ones given out here.
    private boolean isOnly(StringDictionary dictionary) {
        if (only == null
                && lastDictionary == null
                && strings.size() == 0
                && dictionary.size() <= ONLY_ENTRIES_MAX) {
            only = dictionary;
            lastDictionary = dictionary;
        }
        return only == dictionary;
    }

    /// Writes the number of each row's text to `codes`; what it writes for null rows means nothing.
    public void encode(Column column, int rowCount, int[] codes) {
        switch (column) {
            case Column.Coded coded -> encode(coded, 0, rowCount, codes, 0);
            case Column.Texts texts -> {
                ByteStrings known = strings();
                int[] offsets = texts.offsets();
                for (int row = 0; row < rowCount; row++) {
                    codes[row] = known.intern(texts.bytes(), offsets[row], offsets[row + 1]);
                }
            }
            case Column.Constant constant ->
                    Arrays.fill(
                            codes,
                            0,
                            rowCount,
                            constant.value() instanceof String text ? intern(text) : 0);
            case Column.Longs _, Column.Doubles _, Column.Booleans _, Column.Objects _ ->
                    throw new IllegalArgumentException("not a text but " + column.type());
        }
    }

    /// Writes the numbers of the texts of rows `[from, to)` to `codes` from `at` on; 0 for null.
    public void encode(Column.Coded coded, int from, int to, int[] codes, int at) {
        if (isOnly(coded.dictionary())) {
            System.arraycopy(coded.ids(), from, codes, at, to - from);
        } else {
            encodeEach(coded, from, to, codes, at);
        }
        long[] validity = coded.validity();
        for (int row = from; validity != null && row < to; row++) {
            if (!Validity.isValid(validity, row)) {
                codes[at + row - from] = 0;
            }
        }
    }

    private void encodeEach(Column.Coded coded, int from, int to, int[] codes, int at) {
        ByteStrings known = strings();
        int[] map = map(coded.dictionary());
        int lastId = -1;
        int lastCode = 0;
        for (int row = from; row < to; row++) {
            int id = coded.isValid(row) ? coded.ids()[row] : lastId;
            if (id != lastId) {
                lastId = id;
                if (map[id] < 0) {
                    map[id] = known.intern(coded.dictionary().bytes(id));
                }
                lastCode = map[id];
            }
            codes[at + row - from] = lastCode;
        }
    }

    private int[] map(StringDictionary dictionary) {
        if (dictionary != lastDictionary || lastMap.length < dictionary.size()) {
            lastDictionary = dictionary;
            lastMap = new int[dictionary.size()];
            Arrays.fill(lastMap, -1);
        }
        return lastMap;
    }
}
