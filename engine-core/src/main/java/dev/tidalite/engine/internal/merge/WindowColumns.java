package dev.tidalite.engine.internal.merge;

import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.ColumnVector;
import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Objects;

/// Reads the columns of a window: long pieces straight into the target, short ones by way of a
/// staging area per source, which is filled in as few reads as possible.
final class WindowColumns {
    /// From this mean length on, pieces are read one by one.
    private static final int LONG_PIECE_ROWS = 32;

    private final MergeStream stream;
    private final @Nullable Staging[] stagings;
    private final @Nullable ColumnVector[] staged;

    WindowColumns(MergeStream stream, int sourceCount) {
        this.stream = stream;
        this.stagings = new Staging[sourceCount];
        this.staged = new ColumnVector[sourceCount];
    }

    void read(PieceList pieces, int ordinal, ColumnSink target) {
        boolean longPieces = pieces.rowCount() / LONG_PIECE_ROWS >= pieces.size();
        if (stagings.length == 1 && !pieces.hasOverlays()) {
            readOne(stream.reader(0), pieces, ordinal, target);
        } else if (!pieces.hasOverlays() && (longPieces || pieces.size() == 1)) {
            for (int piece = 0; piece < pieces.size(); piece++) {
                long row = pieces.row(piece);
                stream.reader(pieces.source(piece))
                        .read(ordinal, row, row + pieces.length(piece), target);
            }
        } else {
            stage(pieces, ordinal, target.type());
            target.reserve(pieces.rowCount());
            assemble(pieces, target);
        }
    }

    /// Reads what comes from one source.
    private static void readOne(
            RowReader reader, PieceList pieces, int ordinal, ColumnSink target) {
        if (pieces.size() > 1 && pieces.areSingleRows()) {
            reader.readRows(ordinal, pieces.rows(), pieces.size(), target);
        } else {
            reader.readRanges(ordinal, pieces.rows(), pieces.lengths(), pieces.size(), target);
        }
    }

    private void stage(PieceList pieces, int ordinal, ColumnType type) {
        for (Staging staging : stagings) {
            if (staging != null) {
                staging.start(type);
            }
        }
        for (int piece = 0; piece < pieces.size(); piece++) {
            int source = pieces.source(piece);
            Staging staging = stagings[source];
            if (staging == null) {
                staging = new Staging(stream.reader(source), type);
                stagings[source] = staging;
            }
            staging.add(pieces.row(piece), Math.max(1, pieces.length(piece)));
        }
        for (int source = 0; source < stagings.length; source++) {
            Staging staging = stagings[source];
            staged[source] = staging == null ? null : staging.finish(ordinal);
        }
    }

    private void assemble(PieceList pieces, ColumnSink target) {
        for (int piece = 0; piece < pieces.size(); ) {
            int end = pieces.overlayEnd(piece);
            if (end == piece + 1) {
                int length = pieces.length(piece);
                Staging staging = staging(pieces.source(piece));
                VectorCopy.append(
                        vector(pieces.source(piece)), staging.take(length), length, target);
            } else {
                assembleRow(pieces, piece, end, target);
            }
            piece = end;
        }
    }

    /// Appends the newest value of the rows that are laid over each other.
    private void assembleRow(PieceList pieces, int from, int to, ColumnSink target) {
        int newest = -1;
        int newestAt = -1;
        for (int piece = from; piece < to; piece++) {
            int at = staging(pieces.source(piece)).take(1);
            if (vector(pieces.source(piece)).isValid(at)) {
                newest = piece;
                newestAt = at;
            }
        }
        if (newest < 0) {
            target.appendNulls(1);
        } else {
            VectorCopy.append(vector(pieces.source(newest)), newestAt, 1, target);
        }
    }

    private Staging staging(int source) {
        return Objects.requireNonNull(stagings[source]);
    }

    private ColumnVector vector(int source) {
        return Objects.requireNonNull(staged[source]);
    }

    /// The rows of one source that a window needs, of one column at a time.
    private static final class Staging {
        private final RowReader reader;
        private final EnumMap<ColumnType, ColumnSink> sinks = new EnumMap<>(ColumnType.class);
        private ColumnSink sink;
        private int taken;

        /// Ranges that were not read yet: none begins where the one before it ends.
        private long[] starts = new long[16];

        private int[] lengths = new int[16];
        private int rangeCount;
        private boolean areSingles = true;

        Staging(RowReader reader, ColumnType type) {
            this.reader = reader;
            this.sink = sinks.computeIfAbsent(type, ColumnSink::of);
        }

        void start(ColumnType type) {
            sink = sinks.computeIfAbsent(type, ColumnSink::of);
            sink.clear();
            taken = 0;
            rangeCount = 0;
            areSingles = true;
        }

        void add(long row, int length) {
            int last = rangeCount - 1;
            if (last >= 0 && starts[last] + lengths[last] == row) {
                lengths[last] += length;
                areSingles = false;
                return;
            }
            if (rangeCount == starts.length) {
                starts = Arrays.copyOf(starts, rangeCount * 2);
                lengths = Arrays.copyOf(lengths, rangeCount * 2);
            }
            starts[rangeCount] = row;
            lengths[rangeCount++] = length;
            areSingles &= length == 1;
        }

        ColumnVector finish(int ordinal) {
            if (rangeCount > 0 && areSingles) {
                reader.readRows(ordinal, starts, rangeCount, sink);
            } else if (rangeCount > 0) {
                reader.readRanges(ordinal, starts, lengths, rangeCount, sink);
            }
            return sink.vector();
        }

        /// Where the next rows of this source stand; they are not asked for again.
        int take(int length) {
            int at = taken;
            taken += length;
            return at;
        }
    }
}
