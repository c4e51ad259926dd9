package dev.tidalite.query.internal.expr;

import dev.tidalite.engine.batch.BooleanVector;
import dev.tidalite.engine.batch.ColumnVector;
import dev.tidalite.engine.batch.DictionaryVector;
import dev.tidalite.engine.batch.DoubleVector;
import dev.tidalite.engine.batch.LongVector;
import dev.tidalite.engine.batch.StringVector;
import dev.tidalite.engine.batch.Validity;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Columns cut, gathered, made from vectors, read value by value.
public final class Columns {
    private Columns() {}

    /// A vector of a scan as a column over the same arrays.
    public static Column of(ColumnVector vector) {
        return switch (vector) {
            case LongVector longs ->
                    new Column.Longs(typeOf(longs), longs.values(), longs.validity());
            case DoubleVector doubles ->
                    new Column.Doubles(DataType.FLOAT64, doubles.values(), doubles.validity());
            case BooleanVector booleans ->
                    new Column.Booleans(booleans.values(), booleans.validity());
            case StringVector texts ->
                    new Column.Texts(texts.offsets(), texts.bytes(), texts.validity());
            case DictionaryVector coded ->
                    new Column.Coded(coded.dictionary(), coded.ids(), coded.validity());
        };
    }

    private static DataType typeOf(LongVector longs) {
        return switch (longs.type()) {
            case TIMESTAMP -> DataType.TIMESTAMP;
            case UINT64 -> DataType.UINT64;
            case INT64 -> DataType.INT64;
            case STRING, FLOAT64, BOOLEAN ->
                    throw new IllegalArgumentException("longs of " + longs.type());
        };
    }

    /// The value of a row as in [Expr.Literal], or null. Allocates; not for hot loops.
    public static @Nullable Object get(Column column, int row) {
        if (!column.isValid(row)) {
            return null;
        }
        return switch (column) {
            case Column.Longs longs -> longs.values()[row];
            case Column.Doubles doubles -> doubles.values()[row];
            case Column.Booleans booleans -> booleans.values()[row];
            case Column.Texts texts -> {
                int from = texts.offsets()[row];
                int length = texts.offsets()[row + 1] - from;
                yield new String(texts.bytes(), from, length, StandardCharsets.UTF_8);
            }
            case Column.Coded coded -> coded.dictionary().text(coded.ids()[row]);
            case Column.Objects objects -> objects.values()[row];
            case Column.Constant constant -> constant.value();
        };
    }

    /// A column of the rows `rows[0 .. count)`, with arrays of its own unless it is a constant. A
    /// negative row number makes a null.
    public static Column gather(Column column, int[] rows, int count) {
        long[] validity = gatherValidity(column, rows, count);
        return switch (column) {
            case Column.Longs longs -> {
                long[] values = new long[count];
                long[] from = longs.values();
                for (int i = 0; i < count; i++) {
                    values[i] = rows[i] < 0 ? 0 : from[rows[i]];
                }
                yield new Column.Longs(longs.type(), values, validity);
            }
            case Column.Doubles doubles -> {
                double[] values = new double[count];
                double[] from = doubles.values();
                for (int i = 0; i < count; i++) {
                    values[i] = rows[i] < 0 ? 0 : from[rows[i]];
                }
                yield new Column.Doubles(doubles.type(), values, validity);
            }
            case Column.Booleans booleans -> {
                boolean[] values = new boolean[count];
                for (int i = 0; i < count; i++) {
                    values[i] = rows[i] >= 0 && booleans.values()[rows[i]];
                }
                yield new Column.Booleans(values, validity);
            }
            case Column.Coded coded -> {
                int[] ids = new int[count];
                int[] from = coded.ids();
                for (int i = 0; i < count; i++) {
                    ids[i] = rows[i] < 0 ? 0 : from[rows[i]];
                }
                yield new Column.Coded(coded.dictionary(), ids, validity);
            }
            case Column.Texts texts -> gatherTexts(texts, rows, count, validity);
            case Column.Objects objects -> {
                @Nullable Object[] values = new Object[count];
                for (int i = 0; i < count; i++) {
                    values[i] = rows[i] < 0 ? null : objects.values()[rows[i]];
                }
                yield new Column.Objects(objects.type(), values);
            }
            case Column.Constant constant ->
                    hasNegative(rows, count)
                            ? gather(flatten(constant, 1), toZero(rows, count), count)
                            : constant;
        };
    }

    private static boolean hasNegative(int[] rows, int count) {
        for (int i = 0; i < count; i++) {
            if (rows[i] < 0) {
                return true;
            }
        }
        return false;
    }

    private static int[] toZero(int[] rows, int count) {
        int[] zeros = new int[count];
        for (int i = 0; i < count; i++) {
            zeros[i] = Math.min(rows[i], 0);
        }
        return zeros;
    }

    private static long @Nullable [] gatherValidity(Column column, int[] rows, int count) {
        long[] from = column.validity();
        if (column instanceof Column.Objects || column instanceof Column.Constant) {
            return null;
        }
        if (from == null && !hasNegative(rows, count)) {
            return null;
        }
        long[] bits = new long[Validity.words(count)];
        for (int i = 0; i < count; i++) {
            if (rows[i] >= 0 && Validity.isValid(from, rows[i])) {
                Validity.set(bits, i);
            }
        }
        return bits;
    }

    private static Column gatherTexts(
            Column.Texts texts, int[] rows, int count, long @Nullable [] validity) {
        int[] from = texts.offsets();
        int[] offsets = new int[count + 1];
        int length = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            length += row < 0 ? 0 : from[row + 1] - from[row];
            offsets[i + 1] = length;
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            if (row >= 0) {
                System.arraycopy(
                        texts.bytes(), from[row], bytes, offsets[i], offsets[i + 1] - offsets[i]);
            }
        }
        return new Column.Texts(offsets, bytes, validity);
    }

    /// Rows `rows[0 .. count)` of a batch, each column gathered. Runs are kept if `rows` ascend.
    public static Batch gather(Batch batch, int[] rows, int count, boolean keepRuns) {
        List<Column> columns = new ArrayList<>(batch.columns().size());
        for (Column column : batch.columns()) {
            columns.add(gather(column, rows, count));
        }
        int[] runEnds = batch.runEnds();
        if (!keepRuns || runEnds == null) {
            return new Batch(columns, count);
        }
        int[] ends = new int[batch.runCount()];
        int runs = 0;
        int row = 0;
        for (int run = 0; run < batch.runCount(); run++) {
            int before = row;
            while (row < count && rows[row] < runEnds[run]) {
                row++;
            }
            if (row > before) {
                ends[runs++] = row;
            }
        }
        return new Batch(columns, count, ends, runs);
    }

    /// The rows of a batch in arrays of their own, without their runs.
    public static Batch copy(Batch batch) {
        List<Column> columns = new ArrayList<>(batch.columns().size());
        for (Column column : batch.columns()) {
            columns.add(copy(column, batch.rowCount()));
        }
        return new Batch(columns, batch.rowCount());
    }

    private static Column copy(Column column, int rowCount) {
        long[] from = column.validity();
        long[] validity = from == null ? null : Arrays.copyOf(from, Validity.words(rowCount));
        return switch (column) {
            case Column.Longs longs ->
                    new Column.Longs(
                            longs.type(), Arrays.copyOf(longs.values(), rowCount), validity);
            case Column.Doubles doubles ->
                    new Column.Doubles(
                            doubles.type(), Arrays.copyOf(doubles.values(), rowCount), validity);
            case Column.Booleans booleans ->
                    new Column.Booleans(Arrays.copyOf(booleans.values(), rowCount), validity);
            case Column.Coded coded ->
                    new Column.Coded(
                            coded.dictionary(), Arrays.copyOf(coded.ids(), rowCount), validity);
            case Column.Texts texts ->
                    new Column.Texts(
                            Arrays.copyOf(texts.offsets(), rowCount + 1),
                            Arrays.copyOf(texts.bytes(), texts.offsets()[rowCount]),
                            validity);
            case Column.Objects objects ->
                    new Column.Objects(objects.type(), Arrays.copyOf(objects.values(), rowCount));
            case Column.Constant constant -> constant;
        };
    }

    /// Rows `[from, to)` of a batch, copied.
    public static Batch slice(Batch batch, int from, int to) {
        if (from == 0 && to == batch.rowCount()) {
            return batch;
        }
        if (from == 0) {
            // arrays may be longer than the batch has rows
            return new Batch(batch.columns(), to);
        }
        int[] rows = new int[to - from];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = from + i;
        }
        return gather(batch, rows, rows.length, /* keepRuns= */ false);
    }

    /// A constant written out over so many rows; any other column as it is.
    public static Column flatten(Column column, int rowCount) {
        if (!(column instanceof Column.Constant constant)) {
            return column;
        }
        Object value = constant.value();
        long[] validity = value == null ? new long[Validity.words(rowCount)] : null;
        DataType type = constant.type();
        if (type.isLong()) {
            long[] values = new long[rowCount];
            Arrays.fill(values, value == null ? 0 : (Long) value);
            return new Column.Longs(type, values, validity);
        }
        if (type.isFloat()) {
            double[] values = new double[rowCount];
            Arrays.fill(values, value == null ? 0 : (Double) value);
            return new Column.Doubles(type, values, validity);
        }
        if (type == DataType.BOOLEAN) {
            boolean[] values = new boolean[rowCount];
            Arrays.fill(values, value != null && (Boolean) value);
            return new Column.Booleans(values, validity);
        }
        if (type == DataType.UTF8) {
            ByteStrings strings = new ByteStrings();
            strings.intern(value == null ? new byte[0] : utf8((String) value));
            return new Column.Coded(strings.dictionary(), new int[rowCount], validity);
        }
        @Nullable Object[] values = new Object[rowCount];
        Arrays.fill(values, value);
        return new Column.Objects(type, values);
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The rows in which both columns have a value, over `rowCount` rows; null for all of them. A
    /// constant counts as having one.
    public static long @Nullable [] bothValid(
            long @Nullable [] left, long @Nullable [] right, int rowCount) {
        if (left == null) {
            return right;
        }
        if (right == null) {
            return left;
        }
        long[] bits = new long[Validity.words(rowCount)];
        for (int word = 0; word < bits.length; word++) {
            bits[word] = left[word] & right[word];
        }
        return bits;
    }

    /// The validity of any column as bits, objects and constants too; null if all rows have a
    /// value.
    public static long @Nullable [] validity(Column column, int rowCount) {
        return switch (column) {
            case Column.Constant constant ->
                    constant.value() == null ? new long[Validity.words(rowCount)] : null;
            case Column.Objects objects -> {
                long[] bits = new long[Validity.words(rowCount)];
                boolean all = true;
                for (int row = 0; row < rowCount; row++) {
                    if (objects.values()[row] == null) {
                        all = false;
                    } else {
                        Validity.set(bits, row);
                    }
                }
                yield all ? null : bits;
            }
            case Column.Longs _,
                    Column.Doubles _,
                    Column.Booleans _,
                    Column.Texts _,
                    Column.Coded _ ->
                    column.validity();
        };
    }

    /// The rows for which a truth value is true: `rows[0 .. result)`, ascending.
    public static int selectTrue(Column condition, int rowCount, int[] rows) {
        int count = 0;
        if (condition instanceof Column.Constant constant) {
            if (Boolean.TRUE.equals(constant.value())) {
                for (int row = 0; row < rowCount; row++) {
                    rows[row] = row;
                }
                return rowCount;
            }
            return 0;
        }
        if (!(condition instanceof Column.Booleans booleans)) {
            return 0; // of type NULL: never true
        }
        boolean[] values = booleans.values();
        long[] validity = booleans.validity();
        if (validity == null) {
            for (int row = 0; row < rowCount; row++) {
                rows[count] = row;
                count += values[row] ? 1 : 0;
            }
        } else {
            for (int row = 0; row < rowCount; row++) {
                rows[count] = row;
                count += values[row] && Validity.isValid(validity, row) ? 1 : 0;
            }
        }
        return count;
    }
}
