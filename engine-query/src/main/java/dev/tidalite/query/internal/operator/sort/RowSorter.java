package dev.tidalite.query.internal.operator.sort;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.expr.TextCodes;
import dev.tidalite.query.internal.expr.Values;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/// Finds the order of rows. Each key becomes a `long` per row whose order is the wanted one:
/// numbers by their bits, texts by the rank of their bytes, other values by their rank. As many
/// leading keys as fit are packed into one number, by which rows are counted into their places if
/// it can be one of a few, and sorted otherwise; rows alike in these are merge sorted, stably.
public final class RowSorter {
    private static final int INSERTION_ROWS_MAX = 12;

    /// Where the keys can be few numbers, rows are counted instead of compared.
    private static final int COUNTED_PER_ROW = 4;

    private static final int COUNTED_MAX = 1 << 22;

    private final Column[] columns;
    private final int rowCount;
    private final List<PhysicalPlan.SortKey> keys;

    /// Per key the numbers of all rows, worked out when they are first needed: mostly the first
    /// few keys decide.
    private final long[] @Nullable [] codes;

    private final byte[] @Nullable [] nulls;

    private RowSorter(Column[] columns, int rowCount, List<PhysicalPlan.SortKey> keys) {
        this.columns = columns;
        this.rowCount = rowCount;
        this.keys = keys;
        this.codes = new long[columns.length][];
        this.nulls = new byte[columns.length][];
    }

    /// The row numbers of a batch in order.
    ///
    /// @param keys columns of the batch
    public static int[] order(Batch batch, List<PhysicalPlan.SortKey> keys) {
        return of(batch, keys).order();
    }

    /// @param keys columns of the batch
    public static RowSorter of(Batch batch, List<PhysicalPlan.SortKey> keys) {
        Column[] columns = new Column[keys.size()];
        for (int i = 0; i < columns.length; i++) {
            if (!(keys.get(i).expression() instanceof Expr.ColumnRef(int index, DataType _))) {
                throw new IllegalArgumentException("not a column: " + keys.get(i));
            }
            columns[i] = batch.column(index);
        }
        return of(columns, batch.rowCount(), keys);
    }

    /// @param columns the values of the keys
    public static RowSorter of(Column[] columns, int rowCount, List<PhysicalPlan.SortKey> keys) {
        return new RowSorter(columns, rowCount, keys);
    }

    private long[] codes(int key) {
        long[] known = codes[key];
        if (known == null) {
            known = codes(columns[key], rowCount);
            if (keys.get(key).descending()) {
                for (int row = 0; row < rowCount; row++) {
                    known[row] = ~known[row];
                }
            }
            nulls[key] = nulls(columns[key], rowCount, keys.get(key).nullsFirst());
            codes[key] = known;
        }
        return known;
    }

    /// The place of nulls among values: 0 for a value, -1 or 1 for a null; null if there are none.
    private static byte @Nullable [] nulls(Column column, int rowCount, boolean first) {
        long[] validity = Columns.validity(column, rowCount);
        if (validity == null) {
            return null;
        }
        byte[] places = new byte[rowCount];
        for (int row = 0; row < rowCount; row++) {
            places[row] = (byte) (Validity.isValid(validity, row) ? 0 : first ? -1 : 1);
        }
        return places;
    }

    private static long[] codes(Column column, int rowCount) {
        long[] codes = new long[rowCount];
        switch (column) {
            case Column.Longs longs -> {
                long flip = longs.type() == DataType.UINT64 ? Long.MIN_VALUE : 0;
                for (int row = 0; row < rowCount; row++) {
                    codes[row] = longs.values()[row] + flip;
                }
            }
            case Column.Doubles doubles -> {
                for (int row = 0; row < rowCount; row++) {
                    codes[row] = sortable(doubles.values()[row]);
                }
            }
            case Column.Booleans booleans -> {
                for (int row = 0; row < rowCount; row++) {
                    codes[row] = booleans.values()[row] ? 1 : 0;
                }
            }
            case Column.Texts _, Column.Coded _ -> {
                TextCodes texts = new TextCodes();
                int[] ids = new int[rowCount];
                texts.encode(column, rowCount, ids);
                int[] ranks = texts.dictionary().ranks();
                for (int row = 0; row < rowCount; row++) {
                    codes[row] = column.isValid(row) ? ranks[ids[row]] : 0;
                }
            }
            case Column.Objects objects -> rank(objects, rowCount, codes);
            case Column.Constant _ -> {}
        }
        for (int row = 0; column.validity() != null && row < rowCount; row++) {
            codes[row] = column.isValid(row) ? codes[row] : 0;
        }
        return codes;
    }

    /// Bits in the order of the numbers; all NaNs alike and last, both zeros alike.
    static long sortable(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }

    private static void rank(Column.Objects objects, int rowCount, long[] codes) {
        Integer[] rows = new Integer[rowCount];
        Arrays.setAll(rows, row -> row);
        @Nullable Object[] values = objects.values();
        DataType type = objects.type();
        Arrays.sort(rows, (a, b) -> Values.compare(values[a], values[b], type));
        for (int place = 1; place < rowCount; place++) {
            int before = rows[place - 1];
            int row = rows[place];
            boolean same = Values.compare(values[before], values[row], type) == 0;
            codes[row] = codes[before] + (same ? 0 : 1);
        }
    }

    /// Whether two rows have the same keys.
    public boolean areEqual(int a, int b) {
        return compare(a, b) == 0;
    }

    /// Negative if row `a` comes before row `b`.
    public int compare(int a, int b) {
        return compare(a, b, 0);
    }

    /// As [#compare], by the keys from one on.
    private int compare(int a, int b, int firstKey) {
        for (int key = firstKey; key < codes.length; key++) {
            long[] values = codes(key);
            byte[] places = nulls[key];
            if (places != null && (places[a] | places[b]) != 0) {
                if (places[a] != places[b]) {
                    return places[a] < places[b] ? -1 : 1;
                }
                continue; // both null
            }
            long left = values[a];
            long right = values[b];
            if (left != right) {
                return left < right ? -1 : 1;
            }
        }
        return 0;
    }

    /// The numbers of all rows in order; rows with equal keys stay in their order.
    public int[] order() {
        int[] rows = new int[rowCount];
        boolean sorted = true;
        for (int row = 0; row < rowCount; row++) {
            rows[row] = row;
            sorted = sorted && (row == 0 || compare(row - 1, row) <= 0);
        }
        if (!sorted) {
            sort(rows);
        }
        return rows;
    }

    /// The leading keys of a row as one number that leaves room for the row's number behind it.
    /// What all values of a key have in common is left out, so that bins of time take a few bits.
    ///
    /// @param keys per row, from 0
    /// @param keyCount how many of the keys fitted
    /// @param range how many numbers there can be
    private record Packed(long[] keys, int keyCount, long range) {}

    private void sort(int[] rows) {
        Packed packed = packed();
        if (packed.keyCount == 0) {
            mergeSort(rows.clone(), rows, 0, rows.length, 0);
            return;
        }
        long[] keys = packed.keys;
        if (packed.range <= Math.min(COUNTED_MAX, (long) COUNTED_PER_ROW * rowCount)) {
            sortByCounts(keys, (int) packed.range, rows);
        } else {
            sortByNumbers(keys, rows);
        }
        if (packed.keyCount == codes.length) {
            return;
        }
        int[] copy = rows.clone();
        for (int from = 0, to; from < rows.length; from = to) {
            long key = keys[rows[from]];
            to = from + 1;
            while (to < rows.length && keys[rows[to]] == key) {
                to++;
            }
            if (to - from > 1) {
                mergeSort(copy, rows, from, to, packed.keyCount);
            }
        }
    }

    /// Sorts rows by keys of `[0, range)`, stably.
    private static void sortByCounts(long[] keys, int range, int[] rows) {
        int[] next = new int[range + 1];
        for (int row = 0; row < rows.length; row++) {
            next[(int) keys[row] + 1]++;
        }
        for (int key = 0; key < range; key++) {
            next[key + 1] += next[key];
        }
        for (int row = 0; row < rows.length; row++) {
            rows[next[(int) keys[row]]++] = row;
        }
    }

    /// Sorts rows by keys with the rows' numbers behind them, stably.
    private void sortByNumbers(long[] keys, int[] rows) {
        long[] numbers = new long[rows.length];
        for (int row = 0; row < rows.length; row++) {
            numbers[row] = keys[row] * rowCount + row;
        }
        Arrays.sort(numbers);
        for (int place = 0; place < rows.length; place++) {
            rows[place] = (int) (numbers[place] % rowCount);
        }
    }

    private Packed packed() {
        long[] packed = new long[rowCount];
        long room = Long.MAX_VALUE / rowCount;
        long range = 1;
        int keyCount = 0;
        for (; keyCount < codes.length; keyCount++) {
            long[] values = codes(keyCount);
            if (nulls[keyCount] != null) {
                break;
            }
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            for (int row = 0; row < rowCount; row++) {
                min = Math.min(min, values[row]);
                max = Math.max(max, values[row]);
            }
            if (max - min < 0) {
                break; // beyond 64 bits
            }
            long unit = commonFactor(values, rowCount, min);
            long count = (max - min) / unit + 1;
            if (count <= 0 || count > room) {
                break;
            }
            room /= count;
            range *= count;
            for (int row = 0; row < rowCount; row++) {
                packed[row] = packed[row] * count + (values[row] - min) / unit;
            }
        }
        return new Packed(packed, keyCount, range);
    }

    /// The greatest number of which all distances to the least value are multiples; at least 1.
    private static long commonFactor(long[] values, int rowCount, long min) {
        long factor = 0;
        for (int row = 0; row < rowCount && factor != 1; row++) {
            long distance = values[row] - min;
            if (factor == 0) {
                factor = distance;
            } else if (distance % factor != 0) {
                long a = factor;
                long b = distance;
                while (b != 0) {
                    long rest = a % b;
                    a = b;
                    b = rest;
                }
                factor = a;
            }
        }
        return Math.max(1, factor);
    }

    /// Sorts `[from, to)` of `target` by the keys from one on; `source` has the same rows there.
    private void mergeSort(int[] source, int[] target, int from, int to, int key) {
        if (to - from <= INSERTION_ROWS_MAX) {
            insertionSort(target, from, to, key);
            return;
        }
        int middle = (from + to) >>> 1;
        mergeSort(target, source, from, middle, key);
        mergeSort(target, source, middle, to, key);
        if (compare(source[middle - 1], source[middle], key) <= 0) {
            System.arraycopy(source, from, target, from, to - from);
            return;
        }
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takeLeft =
                    right == to
                            || (left < middle && compare(source[left], source[right], key) <= 0);
            target[i] = takeLeft ? source[left++] : source[right++];
        }
    }

    private void insertionSort(int[] rows, int from, int to, int key) {
        for (int i = from + 1; i < to; i++) {
            int row = rows[i];
            int at = i;
            while (at > from && compare(rows[at - 1], row, key) > 0) {
                rows[at] = rows[at - 1];
                at--;
            }
            rows[at] = row;
        }
    }
}
