package dev.tidalite.engine.internal.scan;

import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.DoubleSink;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.internal.merge.MergeStream;
import dev.tidalite.engine.internal.merge.VectorCopy;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

/// Leaves out rows of a window that do not satisfy a condition on a number, before other columns
/// are read: of these only the rows that are left have to be decoded then. Where that would not
/// pay, because few rows would go or many short ranges of them stay, the window stays as it is.
///
/// Looks at merged rows, so that it may leave out any. For one thread.
final class FieldFilter {
    /// To read a range of rows by itself takes about as long as to decode so many of a column.
    private static final int RANGE_ROWS = 16;

    private final int ordinal;
    private final ColumnPredicate predicate;
    private final ColumnSink values;

    /// Pairs of first row and row behind the last that are left.
    private int[] borders = new int[64];

    private int borderCount;

    private FieldFilter(int ordinal, ColumnPredicate predicate, ColumnType type) {
        this.ordinal = ordinal;
        this.predicate = predicate;
        this.values = ColumnSink.of(type);
    }

    /// The filter by the first condition of a scan that it can look at; null if there is none, or
    /// no other column to be read.
    static @Nullable FieldFilter of(ResolvedScan scan) {
        for (ColumnPredicate predicate : scan.fieldPredicates()) {
            int ordinal = scan.schema().ordinal(predicate.column());
            ColumnType type = scan.schema().column(ordinal).type();
            boolean isKnown =
                    switch (predicate) {
                        case ColumnPredicate.LongRange _ -> type == ColumnType.INT64;
                        case ColumnPredicate.DoubleRange _ -> type == ColumnType.FLOAT64;
                        case ColumnPredicate.TextIn _,
                                ColumnPredicate.TextMatches _,
                                ColumnPredicate.IsNotNull _,
                                ColumnPredicate.IsNull _ ->
                                false;
                    };
            if (isKnown && readsOthers(scan, ordinal)) {
                return new FieldFilter(ordinal, predicate, type);
            }
        }
        return null;
    }

    /// Whether columns beside one have to be read row by row.
    private static boolean readsOthers(ResolvedScan scan, int ordinal) {
        boolean reads = false;
        for (int column = 0; column < scan.ordinals().length; column++) {
            boolean isTag = scan.column(column).role() == ColumnRole.TAG;
            reads |= scan.ordinals()[column] != ordinal && !isTag;
        }
        return reads;
    }

    /// Reads the column and narrows the window.
    void narrow(MergeStream window) {
        int rowCount = window.rowCount();
        values.clear();
        window.read(ordinal, values);
        if (borders.length < rowCount + 2) {
            borders = new int[rowCount + 2];
        }
        borderCount = findBorders(rowCount);
        int left = 0;
        for (int i = 0; i < borderCount; i += 2) {
            left += borders[i + 1] - borders[i];
        }
        if (rowCount - left > borderCount / 2 * RANGE_ROWS) {
            window.keep(borders, borderCount);
        } else {
            borders[0] = 0;
            borders[1] = rowCount;
            borderCount = 2;
        }
    }

    /// Appends the values of the window's rows, if the column is the one that was looked at.
    ///
    /// @return whether it is
    boolean read(int wanted, ColumnSink target) {
        if (wanted != ordinal) {
            return false;
        }
        for (int i = 0; i < borderCount; i += 2) {
            VectorCopy.append(values.vector(), borders[i], borders[i + 1] - borders[i], target);
        }
        return true;
    }

    private int findBorders(int rowCount) {
        long @Nullable [] validity = values.vector().validity();
        return switch (predicate) {
            case ColumnPredicate.LongRange(String _, long min, long max) ->
                    findBorders(
                            ((LongSink) values).values(), validity, rowCount, min, max, borders);
            case ColumnPredicate.DoubleRange(String _, double min, double max) ->
                    findBorders(
                            ((DoubleSink) values).values(), validity, rowCount, min, max, borders);
            case ColumnPredicate.TextIn _,
                    ColumnPredicate.TextMatches _,
                    ColumnPredicate.IsNotNull _,
                    ColumnPredicate.IsNull _ ->
                    throw new AssertionError(predicate);
        };
    }

    /// Writes where rows within a range begin and end.
    ///
    /// @param borders has room for two more than there are rows
    /// @return how many there are, an even number
    private static int findBorders(
            long[] numbers,
            long @Nullable [] validity,
            int rowCount,
            long min,
            long max,
            int[] borders) {
        if (min > max) {
            return 0;
        }
        // with a least number less than all others one comparison is enough
        long most = max - min + Long.MIN_VALUE;
        int count = 0;
        for (int row = 0; row < rowCount; row++) {
            boolean holds =
                    numbers[row] - min + Long.MIN_VALUE <= most
                            && (validity == null || Validity.isValid(validity, row));
            borders[count] = row;
            count += holds == ((count & 1) == 0) ? 1 : 0;
        }
        borders[count] = rowCount;
        return count + (count & 1);
    }

    /// As for integers. What is no number stays: whether it is greater than all numbers is for the
    /// reader to say.
    private static int findBorders(
            double[] numbers,
            long @Nullable [] validity,
            int rowCount,
            double min,
            double max,
            int[] borders) {
        int count = 0;
        for (int row = 0; row < rowCount; row++) {
            boolean holds =
                    !(numbers[row] < min || numbers[row] > max)
                            && (validity == null || Validity.isValid(validity, row));
            borders[count] = row;
            count += holds == ((count & 1) == 0) ? 1 : 0;
        }
        borders[count] = rowCount;
        return count + (count & 1);
    }
}
