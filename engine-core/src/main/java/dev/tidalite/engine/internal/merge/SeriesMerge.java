package dev.tidalite.engine.internal.merge;

import java.util.Arrays;

/// Plans the merge of the rows of one series: members, which are ranges of rows of sources, come
/// together by time.
final class SeriesMerge {
    private final MergeStream stream;
    private final PieceList pieces;
    private int count;
    private int[] sources = new int[4];
    private long[] rows = new long[4];
    private long[] ends = new long[4];

    /// Per member the time of its first row that is left.
    private long[] heads = new long[4];

    private boolean headsKnown;

    /// Whether the members follow each other in time.
    private boolean inSequence;

    SeriesMerge(MergeStream stream, PieceList pieces) {
        this.stream = stream;
        this.pieces = pieces;
    }

    void clear() {
        count = 0;
        headsKnown = false;
        inSequence = false;
    }

    boolean hasRows() {
        return count > 0;
    }

    /// Adds a member, which must not be empty; members come in the order of their age, oldest
    /// first.
    void add(int source, long rowStart, long rowEnd) {
        if (count == sources.length) {
            sources = Arrays.copyOf(sources, count * 2);
            rows = Arrays.copyOf(rows, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
            heads = Arrays.copyOf(heads, count * 2);
        }
        sources[count] = source;
        rows[count] = rowStart;
        ends[count] = rowEnd;
        count++;
    }

    /// Adds a member all of whose rows are later than those of all before; all are added like
    /// this, or none.
    void addBehind(int source, long rowStart, long rowEnd) {
        inSequence = true;
        add(source, rowStart, rowEnd);
    }

    /// Plans up to so many further rows; at least one.
    void plan(int rowsMax) {
        int rowEnd = pieces.rowCount() + rowsMax;
        while (count > 0 && pieces.rowCount() < rowEnd) {
            if (inSequence || (count == 1 && !stream.mayHoldDuplicates(sources[0]))) {
                takeFirst(rowEnd - pieces.rowCount());
            } else {
                takeEarliest(rowEnd - pieces.rowCount());
            }
        }
    }

    /// Takes rows of the first member, which no other has a say in.
    private void takeFirst(int rowsMax) {
        int length = (int) Math.min(rowsMax, ends[0] - rows[0]);
        pieces.add(sources[0], rows[0], length);
        rows[0] += length;
        if (rows[0] == ends[0]) {
            count--;
            System.arraycopy(sources, 1, sources, 0, count);
            System.arraycopy(rows, 1, rows, 0, count);
            System.arraycopy(ends, 1, ends, 0, count);
        }
    }

    private void takeEarliest(int rowsMax) {
        if (!headsKnown) {
            for (int member = 0; member < count; member++) {
                readHead(member);
            }
            headsKnown = true;
        }
        int earliest = 0;
        long next = Long.MAX_VALUE;
        boolean shared = false;
        for (int member = 1; member < count; member++) {
            long head = heads[member];
            if (head < heads[earliest]) {
                next = heads[earliest];
                earliest = member;
                shared = false;
            } else if (head == heads[earliest]) {
                shared = true;
            } else {
                next = Math.min(next, head);
            }
        }
        if (shared) {
            takeShared(heads[earliest]);
        } else {
            takeRange(earliest, next, /* alone= */ count == 1, rowsMax);
        }
        dropExhausted();
    }

    /// Takes the rows of a member that are before the next one of any other.
    private void takeRange(int member, long nextNs, boolean alone, int rowsMax) {
        TimeBuffer times = stream.times(sources[member]);
        int from = times.index(rows[member], ends[member]);
        int limit = (int) Math.min(times.size(), from + (ends[member] - rows[member]));
        limit = Math.min(limit, from + rowsMax);
        int to = alone ? limit : gallop(times.values(), from, limit, nextNs);
        if (stream.mayHoldDuplicates(sources[member])) {
            takeDistinct(member, times.values(), from, to);
        } else {
            pieces.add(sources[member], rows[member], to - from);
            rows[member] += to - from;
        }
        readHead(member);
    }

    /// Takes rows up to the first time that comes twice, or that time's rows.
    private void takeDistinct(int member, long[] values, int from, int to) {
        int end = from + 1;
        while (end < to && values[end] != values[end - 1]) {
            end++;
        }
        boolean whole = end == to && rows[member] + (to - from) == ends[member];
        int distinct = whole ? end - from : end - from - 1;
        if (distinct > 0) {
            pieces.add(sources[member], rows[member], distinct);
            rows[member] += distinct;
        } else {
            takeShared(values[from]);
        }
    }

    /// Makes one row of all rows of a time, which is the earliest.
    private void takeShared(long timeNs) {
        boolean first = true;
        for (int member = 0; member < count; member++) {
            while (rows[member] < ends[member] && heads[member] == timeNs) {
                if (first) {
                    pieces.addBase(sources[member], rows[member]);
                    first = false;
                } else {
                    pieces.addOverlay(sources[member], rows[member]);
                }
                rows[member]++;
                readHead(member);
            }
        }
    }

    private void readHead(int member) {
        if (rows[member] < ends[member]) {
            TimeBuffer times = stream.times(sources[member]);
            int index = times.index(rows[member], ends[member]);
            heads[member] = times.values()[index];
        }
    }

    private void dropExhausted() {
        int kept = 0;
        for (int member = 0; member < count; member++) {
            if (rows[member] < ends[member]) {
                sources[kept] = sources[member];
                rows[kept] = rows[member];
                ends[kept] = ends[member];
                heads[kept] = heads[member];
                kept++;
            }
        }
        count = kept;
    }

    /// As [TimeBuffer#lowerBound], fast where the answer is near `from`, whose value is below.
    private static int gallop(long[] ascending, int from, int to, long value) {
        int low = from;
        int step = 1;
        while (low + step < to && ascending[low + step] < value) {
            low += step;
            step *= 2;
        }
        return TimeBuffer.lowerBound(ascending, low, Math.min(to, low + step), value);
    }
}
