package dev.tidalite.engine.internal.merge;

import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Which rows belong to which series: for each series, in the order of the rows, its tag values and
/// where its rows end. Columnar, so that a million series are a few arrays.
///
/// Immutable; the arrays handed in are owned by the directory.
public final class SeriesDirectory {
    private static final int NULL_ID = -1;

    private final int[] tagOrdinals;
    private final StringDictionary[] dictionaries;
    private final int[][] ids;
    private final long[] rowEnds;

    /// @param tagOrdinals the tag columns, by their ordinal in the table's schema, in any order
    /// @param dictionaries one per tag column
    /// @param ids per tag column and series the entry in the dictionary, -1 where the series has no
    /// value
    /// @param rowEnds per series the number of the row behind its last one; ascending
    public SeriesDirectory(
            int[] tagOrdinals, StringDictionary[] dictionaries, int[][] ids, long[] rowEnds) {
        this.tagOrdinals = tagOrdinals;
        this.dictionaries = dictionaries;
        this.ids = ids;
        this.rowEnds = rowEnds;
    }

    /// How many series there are.
    public int size() {
        return rowEnds.length;
    }

    public long rowStart(int series) {
        return series == 0 ? 0 : rowEnds[series - 1];
    }

    public long rowEnd(int series) {
        return rowEnds[series];
    }

    /// Whether a row belongs to a series.
    public boolean holds(int series, long row) {
        return row >= rowStart(series) && row < rowEnd(series);
    }

    /// The series that a row belongs to.
    public int seriesAt(long row) {
        int low = 0;
        int high = rowEnds.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rowEnds[middle] <= row) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// How many tag columns there are; they are addressed by their place here, not by ordinal.
    public int tagCount() {
        return tagOrdinals.length;
    }

    public int tagOrdinal(int tag) {
        return tagOrdinals[tag];
    }

    /// The place of a tag column, or -1 if no series here has it.
    public int tagOf(int ordinal) {
        for (int tag = 0; tag < tagOrdinals.length; tag++) {
            if (tagOrdinals[tag] == ordinal) {
                return tag;
            }
        }
        return -1;
    }

    public StringDictionary dictionary(int tag) {
        return dictionaries[tag];
    }

    /// The entry of a series' value in the dictionary of a tag column, or -1 if it has none.
    public int id(int series, int tag) {
        return ids[tag][series];
    }

    /// Whether another one has the same series by the same numbers, with dictionaries it shares
    /// with this one. Rows may differ.
    boolean sharesSeries(SeriesDirectory other) {
        return Arrays.equals(tagOrdinals, other.tagOrdinals)
                && rowEnds.length == other.rowEnds.length
                && sharesDictionaries(other)
                && Arrays.deepEquals(ids, other.ids);
    }

    private boolean sharesDictionaries(SeriesDirectory other) {
        boolean shared = true;
        for (int tag = 0; tag < dictionaries.length; tag++) {
            shared &= dictionaries[tag] == other.dictionaries[tag];
        }
        return shared;
    }

    /// The UTF-8 of a series' value of a tag column, or null if it has none.
    public byte @Nullable [] value(int series, int tag) {
        int id = ids[tag][series];
        return id == NULL_ID ? null : dictionaries[tag].bytes(id);
    }

    /// The series as bytes that are equal for equal series of any source of the same table: for
    /// each tag that has a value, by ascending ordinal, the ordinal and the length as 4 bytes, then
    /// the UTF-8.
    public byte[] key(int series, TableSchema schema) {
        int bytes = 0;
        for (int tag = 0; tag < tagOrdinals.length; tag++) {
            byte[] value = value(series, tag);
            bytes += value == null ? 0 : 2 * Integer.BYTES + value.length;
        }
        ByteBuffer key = ByteBuffer.allocate(bytes);
        for (int ordinal = 1; ordinal < schema.columnCount(); ordinal++) {
            int tag = tagOf(ordinal);
            byte[] value = tag < 0 ? null : value(series, tag);
            if (value != null) {
                key.putInt(ordinal).putInt(value.length).put(value);
            }
        }
        return key.array();
    }

    @Override
    public String toString() {
        return size() + " series of tags " + Arrays.toString(tagOrdinals);
    }
}
