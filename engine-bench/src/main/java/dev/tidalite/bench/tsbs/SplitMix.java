package dev.tidalite.bench.tsbs;

/// SplitMix64, and normal deviates from a table, so that the same seed gives the same data on every
/// machine and a row costs a few nanoseconds.
///
/// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
public final class SplitMix {
    private static final int TABLE_BITS = 14;
    private static final double[] NORMAL = normalTable();

    private long state;

    public SplitMix(long seed) {
        state = seed;
    }

    private static double[] normalTable() {
        double[] table = new double[1 << TABLE_BITS];
        SplitMix random = new SplitMix(1);
        for (int i = 0; i < table.length; i += 2) {
            double a;
            double b;
            double r;
            do {
                a = 2 * random.nextDouble() - 1;
                b = 2 * random.nextDouble() - 1;
                r = a * a + b * b;
            } while (r >= 1 || r == 0);
            double m = StrictMath.sqrt(-2 * StrictMath.log(r) / r);
            table[i] = a * m;
            table[i + 1] = b * m;
        }
        return table;
    }

    public long nextLong() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /// Uniform in `[0, 1)`.
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /// Uniform in `[0, bound)`.
    public int nextInt(int bound) {
        return (int) Long.remainderUnsigned(nextLong(), bound);
    }

    /// A normal deviate picked by `TABLE_BITS` bits of a random number; four fit into one number.
    static double normal(long random, int pick) {
        return NORMAL[(int) (random >>> pick * 16) & NORMAL.length - 1];
    }
}
