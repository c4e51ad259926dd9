package dev.tidalite.query.internal.operator.aggregate;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.ColumnBuilder;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.TextCodes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives every value of one key a `long` that is equal for equal values, and knows the value behind
/// it. Zeros are equal, and so are all NaNs. For one thread.
final class KeyCodes {
    private final DataType type;
    private final TextCodes texts = new TextCodes();
    private final Map<Object, Integer> objectCodes = new HashMap<>();
    private final List<Object> objects = new ArrayList<>();
    private int[] textCodes = new int[0];

    KeyCodes(DataType type) {
        this.type = type;
    }

    /// Writes the code of each row; what it writes for null rows is 0.
    void encode(Column column, int rowCount, long[] codes) {
        switch (column) {
            case Column.Longs longs -> System.arraycopy(longs.values(), 0, codes, 0, rowCount);
            case Column.Doubles doubles -> {
                double[] values = doubles.values();
                for (int row = 0; row < rowCount; row++) {
                    // + 0.0 makes the negative zero a positive one
                    codes[row] = Double.doubleToLongBits(values[row] + 0.0);
                }
            }
            case Column.Booleans booleans -> {
                for (int row = 0; row < rowCount; row++) {
                    codes[row] = booleans.values()[row] ? 1 : 0;
                }
            }
            case Column.Texts _, Column.Coded _ -> {
                if (textCodes.length < rowCount) {
                    textCodes = new int[rowCount];
                }
                texts.encode(column, rowCount, textCodes);
                for (int row = 0; row < rowCount; row++) {
                    codes[row] = textCodes[row];
                }
            }
            case Column.Objects values -> {
                for (int row = 0; row < rowCount; row++) {
                    Object value = values.values()[row];
                    codes[row] = value == null ? 0 : objectCode(value);
                }
            }
            case Column.Constant constant ->
                    encode(Columns.flatten(constant, rowCount), rowCount, codes);
        }
        long[] validity = column.validity();
        if (validity != null) {
            for (int row = 0; row < rowCount; row++) {
                if (!Validity.isValid(validity, row)) {
                    codes[row] = 0;
                }
            }
        }
    }

    private int objectCode(Object value) {
        Object key = value instanceof Object[] values ? deepList(values) : value;
        Integer code = objectCodes.get(key);
        if (code == null) {
            code = objects.size();
            objectCodes.put(key, code);
            objects.add(value);
        }
        return code;
    }

    private static List<@Nullable Object> deepList(@Nullable Object[] values) {
        List<@Nullable Object> list = new ArrayList<>(values.length);
        for (Object value : values) {
            list.add(value instanceof Object[] inner ? deepList(inner) : value);
        }
        return list;
    }

    /// The values behind codes.
    ///
    /// @param validity which of them are not null
    Column decode(long[] codes, int count, long @Nullable [] validity) {
        if (type.isLong()) {
            return new Column.Longs(type, Arrays.copyOf(codes, count), validity);
        }
        if (type.isFloat()) {
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                values[i] = Double.longBitsToDouble(codes[i]);
            }
            return new Column.Doubles(type, values, validity);
        }
        if (type == DataType.BOOLEAN) {
            boolean[] values = new boolean[count];
            for (int i = 0; i < count; i++) {
                values[i] = codes[i] != 0;
            }
            return new Column.Booleans(values, validity);
        }
        if (type == DataType.UTF8) {
            int[] ids = new int[count];
            for (int i = 0; i < count; i++) {
                ids[i] = (int) codes[i];
            }
            return new Column.Coded(texts.dictionary(), ids, validity);
        }
        ColumnBuilder builder = ColumnBuilder.of(type);
        for (int i = 0; i < count; i++) {
            builder.append(Validity.isValid(validity, i) ? objects.get((int) codes[i]) : null);
        }
        return builder.build();
    }

    long memoryBytes() {
        return texts.memoryBytes() + 100L * objects.size();
    }
}
