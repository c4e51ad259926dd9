package dev.tidalite.bench.query;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A result boiled down to what tells it from another one, whatever the order of its rows: how many
/// they are, a hash of everything that must be exact, and sums of the floating point values, each
/// weighted by the hash of the rest of its row, which may differ in the last digits.
final class Answer {
    private static final double TOLERANCE = 1e-9;

    private long rowCount;
    private long hash;
    private double sum;
    private double size;

    /// The places of columns in the order in which they are to be given: by name where whole rows
    /// are asked for, as they come otherwise.
    static List<Integer> order(TsbsQuestion question, List<String> names) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            places.add(i);
        }
        if (question.asksForRows()) {
            places.sort(Comparator.comparing(i -> canonical(names.get(i))));
        }
        return places;
    }

    private static String canonical(String column) {
        return column.equals("timestamp") ? "time" : column;
    }

    /// @param values [Long] for integers and for times in nanoseconds, [Double], [String], null
    void add(List<? extends @Nullable Object> values) {
        rowCount++;
        long row = 1;
        for (Object value : values) {
            row = mix(row * 31 + (value instanceof Double ? 7 : String.valueOf(value).hashCode()));
        }
        hash += row;
        int place = 1;
        for (Object value : values) {
            if (value instanceof Double number) {
                double weight = 1 + (row & 0xFFFF) / 65536.0 + place++;
                sum += number * weight;
                size += Math.abs(number) * weight;
            }
        }
    }

    private static long mix(long value) {
        long mixed = value * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }

    long rowCount() {
        return rowCount;
    }

    boolean isLike(Answer other) {
        return rowCount == other.rowCount
                && hash == other.hash
                && Math.abs(sum - other.sum) <= TOLERANCE * Math.max(size, other.size);
    }

    @Override
    public String toString() {
        return rowCount + " rows, hash " + Long.toHexString(hash) + ", sum " + sum;
    }
}
