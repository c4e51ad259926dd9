package dev.tidalite.bench.tsbs;

import java.nio.charset.StandardCharsets;

/// The fields of a table, and how their values move from row to row.
///
/// Source: the simulators of the Time Series Benchmark Suite.
final class Shape {
    /// How a value moves.
    enum Move {
        /// An integer that only grows, by up to the limit a row.
        COUNT,
        /// An integer that walks between 0 and the limit.
        WALK,
        /// A float of two decimals that walks between 0 and the limit.
        DECIMAL,
        /// An integer that stays what it was at the start, up to the limit.
        FIXED
    }

    /// @param limit as its move has it; at least 1
    record Field(String key, Move move, long limit) {}

    private final String table;
    private final Field[] fields;
    private final byte[][] keys;

    /// @param fields each as `key:MOVE:limit`
    Shape(String table, String... fields) {
        this.table = table;
        this.fields = new Field[fields.length];
        this.keys = new byte[fields.length][];
        for (int i = 0; i < fields.length; i++) {
            String[] parts = fields[i].split(":");
            this.fields[i] = new Field(parts[0], Move.valueOf(parts[1]), Long.parseLong(parts[2]));
            keys[i] = bytes((i == 0 ? "" : ",") + parts[0] + "=");
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    String table() {
        return table;
    }

    /// Where the values of a series begin; decimals are kept in hundredths.
    long[] start(SplitMix random) {
        long[] values = new long[fields.length];
        for (int i = 0; i < values.length; i++) {
            long limit = fields[i].limit * (fields[i].move == Move.DECIMAL ? 100 : 1);
            values[i] = fields[i].move == Move.COUNT ? 0 : (long) (random.nextDouble() * limit);
        }
        return values;
    }

    /// Moves the values of a series on and writes them.
    ///
    /// @return one past the last one
    int append(byte[] text, int at, long[] values, SplitMix random) {
        int end = at;
        for (int i = 0; i < keys.length; i++) {
            end = Digits.append(text, end, keys[i]);
            Field field = fields[i];
            long bits = random.nextLong();
            switch (field.move) {
                case COUNT -> values[i] += (bits >>> 33) % (field.limit + 1);
                case WALK -> values[i] = walked(values[i], field.limit, bits);
                case DECIMAL -> values[i] = walked(values[i], field.limit * 100, bits);
                case FIXED -> {
                    // as it is
                }
            }
            if (field.move == Move.DECIMAL) {
                end = Digits.appendHundredths(text, end, values[i]);
            } else {
                end = Digits.append(text, end, values[i]);
                text[end++] = 'i';
            }
        }
        return end;
    }

    /// A step of a hundredth of the way there is, about.
    private static long walked(long value, long limit, long bits) {
        double step = Math.max(1.0, limit / 100.0) * SplitMix.normal(bits, 0);
        return Math.clamp(value + Math.round(step), 0L, limit);
    }
}
