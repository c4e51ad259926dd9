package dev.tidalite.query.internal.expr;

import dev.tidalite.engine.batch.Validity;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Collects the rows of one column from many batches, copying them. For one thread.
public abstract sealed class ColumnBuilder {
    final DataType type;
    int size;
    private long @Nullable [] validity;

    private ColumnBuilder(DataType type) {
        this.type = type;
    }

    public static ColumnBuilder of(DataType type) {
        if (type.isLong()) {
            return new LongBuilder(type);
        }
        if (type.isFloat()) {
            return new DoubleBuilder(type);
        }
        if (type == DataType.BOOLEAN) {
            return new BooleanBuilder();
        }
        return type == DataType.UTF8 ? new TextBuilder() : new ObjectBuilder(type);
    }

    public final int size() {
        return size;
    }

    /// Appends rows `[from, to)` of a column.
    public final void append(Column column, int from, int to) {
        grow(size + to - from);
        int first = size;
        appendValues(column, from, to);
        size = first + to - from;
        if (!(this instanceof ObjectBuilder)) {
            appendValidity(column, from, to, first);
        }
    }

    /// Appends a value as in [Expr.Literal].
    public final void append(@Nullable Object value) {
        append(new Column.Constant(type, value), 0, 1);
    }

    /// Appends rows that have no value.
    public final void appendNulls(int count) {
        append(new Column.Constant(type, null), 0, count);
    }

    /// Estimated bytes held.
    public abstract long memoryBytes();

    /// The rows so far; the builder must not be used afterwards.
    public final Column build() {
        return build(validity);
    }

    abstract void grow(int rows);

    /// Writes the values behind `size`; nulls too, with any value.
    abstract void appendValues(Column column, int from, int to);

    abstract Column build(long @Nullable [] bits);

    private void appendValidity(Column column, int from, int to, int first) {
        boolean allValid =
                column instanceof Column.Constant constant
                        ? constant.value() != null
                        : !(column instanceof Column.Objects) && column.validity() == null;
        if (validity == null) {
            if (allValid) {
                return;
            }
            validity = new long[Validity.words(Math.max(size, 64))];
            Validity.setRange(validity, 0, first);
        }
        if (Validity.words(size) > validity.length) {
            validity = Arrays.copyOf(validity, Math.max(Validity.words(size), validity.length * 2));
        }
        if (allValid) {
            Validity.setRange(validity, first, size);
            return;
        }
        for (int row = from; row < to; row++) {
            if (column.isValid(row)) {
                Validity.set(validity, first + row - from);
            }
        }
    }

    static int capacity(int wanted, int have) {
        return Math.max(wanted, Math.max(16, have * 2));
    }

    private static final class LongBuilder extends ColumnBuilder {
        private long[] values = new long[0];

        LongBuilder(DataType type) {
            super(type);
        }

        @Override
        void grow(int rows) {
            if (rows > values.length) {
                values = Arrays.copyOf(values, capacity(rows, values.length));
            }
        }

        @Override
        void appendValues(Column column, int from, int to) {
            switch (column) {
                case Column.Longs longs ->
                        System.arraycopy(longs.values(), from, values, size, to - from);
                case Column.Constant constant ->
                        Arrays.fill(
                                values,
                                size,
                                size + to - from,
                                constant.value() == null ? 0 : (Long) constant.value());
                default -> requireNulls(column, from, to);
            }
        }

        @Override
        public long memoryBytes() {
            return 8L * values.length;
        }

        @Override
        Column build(long @Nullable [] bits) {
            return new Column.Longs(type, values, bits);
        }
    }

    private static final class DoubleBuilder extends ColumnBuilder {
        private double[] values = new double[0];

        DoubleBuilder(DataType type) {
            super(type);
        }

        @Override
        void grow(int rows) {
            if (rows > values.length) {
                values = Arrays.copyOf(values, capacity(rows, values.length));
            }
        }

        @Override
        void appendValues(Column column, int from, int to) {
            switch (column) {
                case Column.Doubles doubles ->
                        System.arraycopy(doubles.values(), from, values, size, to - from);
                case Column.Constant constant ->
                        Arrays.fill(
                                values,
                                size,
                                size + to - from,
                                constant.value() == null ? 0 : (Double) constant.value());
                default -> requireNulls(column, from, to);
            }
        }

        @Override
        public long memoryBytes() {
            return 8L * values.length;
        }

        @Override
        Column build(long @Nullable [] bits) {
            return new Column.Doubles(type, values, bits);
        }
    }

    private static final class BooleanBuilder extends ColumnBuilder {
        private boolean[] values = new boolean[0];

        BooleanBuilder() {
            super(DataType.BOOLEAN);
        }

        @Override
        void grow(int rows) {
            if (rows > values.length) {
                values = Arrays.copyOf(values, capacity(rows, values.length));
            }
        }

        @Override
        void appendValues(Column column, int from, int to) {
            switch (column) {
                case Column.Booleans booleans ->
                        System.arraycopy(booleans.values(), from, values, size, to - from);
                case Column.Constant constant ->
                        Arrays.fill(
                                values,
                                size,
                                size + to - from,
                                constant.value() != null && (Boolean) constant.value());
                default -> requireNulls(column, from, to);
            }
        }

        @Override
        public long memoryBytes() {
            return values.length;
        }

        @Override
        Column build(long @Nullable [] bits) {
            return new Column.Booleans(values, bits);
        }
    }

    /// Numbers texts as long as they come numbered; copies bytes from the first plain text on.
    private static final class TextBuilder extends ColumnBuilder {
        private @Nullable TextCodes codes = new TextCodes();
        private int[] ids = new int[0];
        private int[] offsets = new int[0];
        private byte[] bytes = new byte[0];

        TextBuilder() {
            super(DataType.UTF8);
        }

        @Override
        void grow(int rows) {
            if (codes != null) {
                if (rows > ids.length) {
                    ids = Arrays.copyOf(ids, capacity(rows, ids.length));
                }
            } else if (rows + 1 > offsets.length) {
                offsets = Arrays.copyOf(offsets, capacity(rows + 1, offsets.length));
            }
        }

        @Override
        void appendValues(Column column, int from, int to) {
            if (codes != null && column instanceof Column.Texts) {
                toPlain(codes, size + to - from);
            }
            if (codes != null) {
                appendCodes(codes, column, from, to);
            } else {
                appendBytes(column, from, to);
            }
        }

        private void appendCodes(TextCodes known, Column column, int from, int to) {
            switch (column) {
                case Column.Coded coded -> known.encode(coded, from, to, ids, size);
                case Column.Constant constant -> {
                    int id = constant.value() instanceof String text ? known.intern(text) : 0;
                    Arrays.fill(ids, size, size + to - from, id);
                }
                default -> requireNulls(column, from, to);
            }
        }

        private void toPlain(TextCodes known, int rows) {
            codes = null;
            offsets = new int[capacity(rows + 1, size)];
            int have = size;
            size = 0;
            for (int row = 0; row < have; row++) {
                int id = ids[row];
                // a null row in front of the first text has an id without an entry
                byte[] text = id < known.size() ? known.bytes(id) : new byte[0];
                appendText(text, 0, text.length);
            }
            ids = new int[0];
        }

        private void appendBytes(Column column, int from, int to) {
            int first = size;
            switch (column) {
                case Column.Texts texts -> {
                    for (int row = from; row < to; row++) {
                        int end = texts.isValid(row) ? texts.offsets()[row + 1] : 0;
                        int start = texts.isValid(row) ? texts.offsets()[row] : 0;
                        appendText(texts.bytes(), start, end);
                    }
                }
                case Column.Coded coded -> {
                    for (int row = from; row < to; row++) {
                        byte[] text =
                                coded.isValid(row)
                                        ? coded.dictionary().bytes(coded.ids()[row])
                                        : new byte[0];
                        appendText(text, 0, text.length);
                    }
                }
                case Column.Constant constant -> {
                    byte[] text =
                            constant.value() instanceof String string
                                    ? string.getBytes(StandardCharsets.UTF_8)
                                    : new byte[0];
                    for (int row = from; row < to; row++) {
                        appendText(text, 0, text.length);
                    }
                }
                default -> {
                    requireNulls(column, from, to);
                    for (int row = from; row < to; row++) {
                        appendText(new byte[0], 0, 0);
                    }
                }
            }
            size = first;
        }

        private void appendText(byte[] source, int from, int to) {
            int start = offsets[size];
            int end = Math.addExact(start, to - from);
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, Math.max(64, bytes.length * 2)));
            }
            System.arraycopy(source, from, bytes, start, to - from);
            size++;
            offsets[size] = end;
        }

        @Override
        public long memoryBytes() {
            return codes == null
                    ? 4L * offsets.length + bytes.length
                    : 4L * ids.length + codes.memoryBytes();
        }

        @Override
        Column build(long @Nullable [] bits) {
            if (codes != null) {
                return new Column.Coded(codes.dictionary(), ids, bits);
            }
            return new Column.Texts(offsets, bytes, bits);
        }
    }

    private static final class ObjectBuilder extends ColumnBuilder {
        private @Nullable Object[] values = new Object[0];

        ObjectBuilder(DataType type) {
            super(type);
        }

        @Override
        void grow(int rows) {
            if (rows > values.length) {
                values = Arrays.copyOf(values, capacity(rows, values.length));
            }
        }

        @Override
        void appendValues(Column column, int from, int to) {
            for (int row = from; row < to; row++) {
                values[size + row - from] = Columns.get(column, row);
            }
        }

        @Override
        public long memoryBytes() {
            return 64L * values.length;
        }

        @Override
        Column build(long @Nullable [] bits) {
            return new Column.Objects(type, values);
        }
    }

    private static void requireNulls(Column column, int from, int to) {
        for (int row = from; row < to; row++) {
            if (column.isValid(row)) {
                throw new IllegalArgumentException("unexpected column of " + column.type());
            }
        }
    }
}
