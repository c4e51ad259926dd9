package dev.tidalite.query.internal.text;

import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.batch.Validity;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Writes the values of one column of a result. For one thread.
final class CellWriter {
    /// The entries of greater dictionaries are quoted anew each time.
    private static final int KEPT_ENTRIES_MAX = 1 << 16;

    private static final Column NOTHING = new Column.Constant(DataType.NULL, null);

    private final DataType type;
    private final CellStyle style;
    private final byte[] nothing;

    /// Whether the digits of a `long` are all there is to a value.
    private final boolean isLong;

    private final @Nullable TimestampWriter timestamps;

    private Column column = NOTHING;

    private long @Nullable [] validity;

    /// Whether the column leaves it to them which rows have a value.
    private boolean hasBits;

    private @Nullable StringDictionary dictionary;

    /// Per entry of the dictionary how it is written, once it was.
    private byte[] @Nullable [] entries = new byte[0][];

    CellWriter(DataType type, CellStyle style) {
        this.type = type;
        this.style = style;
        this.nothing = style.text(null, type).getBytes(StandardCharsets.UTF_8);
        boolean isLocal = type instanceof DataType.Timestamp(String zone) && zone == null;
        this.timestamps = isLocal ? new TimestampWriter(style) : null;
        this.isLong = type.isInteger() && type != DataType.UINT64;
    }

    /// @param next what the column is in the rows that come now
    void turnTo(Column next) {
        column = next;
        validity = next.validity();
        hasBits = !(next instanceof Column.Objects || next instanceof Column.Constant);
        if (next instanceof Column.Coded coded && coded.dictionary() != dictionary) {
            dictionary = coded.dictionary();
            int size = coded.dictionary().size();
            entries = new byte[size <= KEPT_ENTRIES_MAX ? size : 0][];
        }
    }

    void write(int row, TextBuffer out) throws IOException {
        Column current = column;
        if (hasBits ? !Validity.isValid(validity, row) : !current.isValid(row)) {
            out.put(nothing);
            return;
        }
        switch (current) {
            case Column.Longs longs when isLong -> out.put(longs.values()[row]);
            case Column.Longs longs when timestamps != null ->
                    timestamps.write(longs.values()[row], out);
            case Column.Coded coded -> out.put(entry(coded.dictionary(), coded.ids()[row]));
            case Column.Texts texts ->
                    out.put(
                            style.quoted(
                                    texts.bytes(), texts.offsets()[row], texts.offsets()[row + 1]));
            default -> out.put(style.text(Columns.get(current, row), type));
        }
    }

    private byte[] entry(StringDictionary of, int id) {
        byte[] known = id < entries.length ? entries[id] : null;
        if (known == null) {
            byte[] utf8 = of.bytes(id);
            known = style.quoted(utf8, 0, utf8.length);
            if (id < entries.length) {
                entries[id] = known;
            }
        }
        return known;
    }
}
