package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Random tables of every type, with nulls, extremes and runs.
final class RandomRows {
    private static final String[] TEXTS = {
        "", "a", "b", "ab", "Grüße", "温度", "\uD83D\uDE00", "line\nbreak", "quote\"s", "\u0000"
    };
    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        1.5,
        -1.5,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        -Double.MAX_VALUE
    };
    private static final long[] LONGS = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40};

    private final RandomGenerator random;

    RandomRows(RandomGenerator random) {
        this.random = random;
    }

    static TableSchema schemaOfAllTypes() {
        return TableSchema.of(
                "all types",
                ColumnSchema.tag("host"),
                ColumnSchema.field("f64", ColumnType.FLOAT64),
                ColumnSchema.field("i64", ColumnType.INT64),
                ColumnSchema.tag("région"),
                ColumnSchema.field("u64", ColumnType.UINT64),
                ColumnSchema.field("text", ColumnType.STRING),
                ColumnSchema.field("flag", ColumnType.BOOLEAN),
                ColumnSchema.field("never", ColumnType.FLOAT64));
    }

    /// @param withNaN whether doubles may be NaN
    RowsInMemory table(int rowCount, boolean withNaN) {
        TableSchema schema = schemaOfAllTypes();
        int hosts = 1 + random.nextInt(12);
        int style = random.nextInt(4);
        double nulls = random.nextInt(3) == 0 ? 0 : random.nextDouble();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        Set<List<@Nullable Object>> keys = new HashSet<>();
        while (rows.size() < rowCount) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(style == 0 ? random.nextLong() : random.nextInt(10 * rowCount) * 1000L);
            row.add(tag("h", hosts));
            row.add(orNull(nulls, aDouble(style, withNaN)));
            row.add(orNull(nulls, aLong(style)));
            row.add(tag("r", 3));
            row.add(orNull(nulls, aLong(style)));
            row.add(orNull(nulls, aText(style)));
            row.add(orNull(nulls, random.nextInt(5) == 0));
            row.add(null);
            List<@Nullable Object> key = new ArrayList<>();
            Collections.addAll(key, row.get(0), row.get(1), row.get(4));
            if (keys.add(key)) {
                rows.add(row);
            }
        }
        return new RowsInMemory(schema, rows).sorted();
    }

    private @Nullable Object tag(String prefix, int count) {
        int number = random.nextInt(count + 1);
        return number == count ? null : prefix + number;
    }

    private @Nullable Object orNull(double nulls, Object value) {
        return random.nextDouble() < nulls ? null : value;
    }

    private double aDouble(int style, boolean withNaN) {
        double value =
                switch (style) {
                    case 0 -> DOUBLES[random.nextInt(DOUBLES.length)];
                    case 1 -> random.nextInt(100);
                    case 2 -> Math.rint(random.nextDouble() * 1e4) / 100;
                    default -> random.nextGaussian();
                };
        return Double.isNaN(value) && !withNaN ? 0 : value;
    }

    private long aLong(int style) {
        return switch (style) {
            case 0 -> LONGS[random.nextInt(LONGS.length)];
            case 1 -> random.nextInt(50);
            case 2 -> random.nextInt();
            default -> random.nextLong();
        };
    }

    private String aText(int style) {
        return style < 2
                ? TEXTS[random.nextInt(TEXTS.length)]
                : Long.toString(random.nextLong(), 36).repeat(random.nextInt(12));
    }
}
