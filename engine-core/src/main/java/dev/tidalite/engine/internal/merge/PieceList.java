package dev.tidalite.engine.internal.merge;

import java.util.Arrays;

/// Where the rows of a window come from, in their order: ranges of rows of sources.
///
/// A piece of length 0 adds a newer row of the same key to the row before it: that row is made of
/// all of them, per column of the newest that has a value.
final class PieceList {
    private int[] sources = new int[16];
    private long[] rows = new long[16];
    private int[] lengths = new int[16];

    /// Per piece the number in the window of its first row, or of the row that it is laid over.
    private int[] starts = new int[16];

    private int size;
    private int rowCount;
    private boolean hasOverlays;

    void clear() {
        size = 0;
        rowCount = 0;
        hasOverlays = false;
    }

    int size() {
        return size;
    }

    /// Rows of the window; overlaid rows do not count.
    int rowCount() {
        return rowCount;
    }

    /// Whether some row is made of several.
    boolean hasOverlays() {
        return hasOverlays;
    }

    int source(int piece) {
        return sources[piece];
    }

    long row(int piece) {
        return rows[piece];
    }

    /// The first row of every piece; not to be written to, and longer than there are pieces.
    long[] rows() {
        return rows;
    }

    /// How many rows every piece yields; not to be written to, and longer than there are pieces.
    int[] lengths() {
        return lengths;
    }

    /// Whether every piece is one row, nothing laid over it.
    boolean areSingleRows() {
        return !hasOverlays && rowCount == size;
    }

    /// Rows that the piece yields; 0 for a row that is laid over the one before.
    int length(int piece) {
        return lengths[piece];
    }

    /// One past the last piece that is laid over this one.
    int overlayEnd(int piece) {
        int end = piece + 1;
        while (end < size && lengths[end] == 0) {
            end++;
        }
        return end;
    }

    /// Adds rows, as part of the last piece if they follow it.
    void add(int source, long row, int length) {
        int last = size - 1;
        if (last >= 0
                && lengths[last] > 0
                && sources[last] == source
                && rows[last] + lengths[last] == row) {
            lengths[last] += length;
            rowCount += length;
        } else {
            push(source, row, length);
        }
    }

    /// Adds one row that others will be laid over.
    void addBase(int source, long row) {
        push(source, row, 1);
    }

    /// Adds a newer row of the same key as the last one, which came by [#addBase] or this method.
    void addOverlay(int source, long row) {
        hasOverlays = true;
        push(source, row, 0);
    }

    /// The same list, as small as can be, which later changes do not touch.
    PieceList copy() {
        PieceList copy = new PieceList();
        copy.sources = Arrays.copyOf(sources, size);
        copy.rows = Arrays.copyOf(rows, size);
        copy.lengths = Arrays.copyOf(lengths, size);
        copy.starts = Arrays.copyOf(starts, size);
        copy.size = size;
        copy.rowCount = rowCount;
        copy.hasOverlays = hasOverlays;
        return copy;
    }

    /// Fills this list with the rows `[from, to)` of another one.
    void slice(PieceList whole, int from, int to) {
        clear();
        addPart(whole, from, to);
    }

    /// Adds the rows `[from, to)` of another list behind these.
    void addPart(PieceList whole, int from, int to) {
        int piece = whole.pieceOf(from);
        for (; piece < whole.size && whole.starts[piece] < to; piece++) {
            int length = whole.lengths[piece];
            if (length == 0) {
                addOverlay(whole.sources[piece], whole.rows[piece]);
            } else {
                int skip = Math.max(0, from - whole.starts[piece]);
                int end = Math.min(length, to - whole.starts[piece]);
                push(whole.sources[piece], whole.rows[piece] + skip, end - skip);
            }
        }
    }

    /// Adds all of another list behind this one.
    void addAll(PieceList other) {
        for (int piece = 0; piece < other.size; piece++) {
            hasOverlays |= other.lengths[piece] == 0;
            push(other.sources[piece], other.rows[piece], other.lengths[piece]);
        }
    }

    /// The piece that yields a row.
    private int pieceOf(int row) {
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        while (lengths[low] == 0) {
            low--;
        }
        return low;
    }

    private void push(int source, long row, int length) {
        if (size == sources.length) {
            sources = Arrays.copyOf(sources, size * 2);
            rows = Arrays.copyOf(rows, size * 2);
            lengths = Arrays.copyOf(lengths, size * 2);
            starts = Arrays.copyOf(starts, size * 2);
        }
        sources[size] = source;
        rows[size] = row;
        lengths[size] = length;
        starts[size] = length == 0 ? rowCount - 1 : rowCount;
        size++;
        rowCount += length;
    }
}
