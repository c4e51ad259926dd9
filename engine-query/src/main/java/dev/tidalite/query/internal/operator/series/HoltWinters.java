package dev.tidalite.query.internal.operator.series;

import java.util.Arrays;

/// Forecasts by multiplicative Holt-Winters smoothing with a damped trend, its parameters found by
/// the downhill simplex method so that the squared error over the known values is least.
///
/// Source: Holt 1957, Winters 1960; Nelder, Mead 1965; the form and the starting values are those
/// of InfluxDB 1.x.
final class HoltWinters {
    private static final double EPSILON = 1e-4;
    private static final int ITERATIONS_MAX = 1_000;
    private static final double[] GUESSES = {0.3, 0.6, 0.9};
    private static final double GUESS_FIRST_MAX = 0.1;

    private final double[] values; // NaN: missing
    private final int season;
    private final boolean seasonal;

    private HoltWinters(double[] values, int season) {
        this.values = values;
        this.season = season;
        this.seasonal = season >= 2;
    }

    /// @param count values to forecast
    /// @param season length in values; 0 or 1 for none
    /// @param stepNs time between values
    static Points forecast(Points points, int count, int season, long stepNs, boolean withFit) {
        if (points.count() < 2 || count <= 0 || stepNs <= 0) {
            return Points.ofDoubles(new int[0], new long[0], new double[0], 0);
        }
        long first = points.times()[0];
        int size = (int) ((points.times()[points.count() - 1] - first) / stepNs) + 1;
        double[] grid = new double[size];
        Arrays.fill(grid, Double.NaN);
        for (int i = 0; i < points.count(); i++) {
            grid[(int) ((points.times()[i] - first) / stepNs)] = points.doubles()[i];
        }
        if (season >= size) {
            return Points.ofDoubles(new int[0], new long[0], new double[0], 0);
        }
        HoltWinters model = new HoltWinters(grid, season);
        double[] fitted = model.run(model.bestParameters(), count);
        int from = withFit ? 0 : size;
        int outCount = fitted.length - from;
        int[] rows = new int[outCount];
        long[] times = new long[outCount];
        double[] out = new double[outCount];
        Arrays.fill(rows, -1);
        for (int i = 0; i < outCount; i++) {
            times[i] = first + (from + i) * stepNs;
            out[i] = fitted[from + i];
        }
        return Points.ofDoubles(rows, times, out, outCount);
    }

    /// alpha, beta, gamma, phi, then level, trend and a factor per place in the season.
    private double[] bestParameters() {
        double[] start = new double[6 + (seasonal ? season : 0)];
        start[4] = level();
        start[5] = trend();
        for (int i = 0; seasonal && i < season; i++) {
            double value = values[i];
            start[6 + i] = Double.isNaN(value) ? 1 : value / start[4];
        }
        double[] best = start;
        double least = Double.POSITIVE_INFINITY;
        for (double alpha : GUESSES) {
            for (double beta : GUESSES) {
                for (double gamma : seasonal ? GUESSES : new double[] {GUESS_FIRST_MAX}) {
                    double[] guess = start.clone();
                    guess[0] = alpha;
                    guess[1] = beta;
                    guess[2] = gamma;
                    guess[3] = GUESSES[0];
                    double[] found = Simplex.minimize(this::error, guess, EPSILON, ITERATIONS_MAX);
                    double error = error(found);
                    if (error < least) {
                        least = error;
                        best = found;
                    }
                }
            }
        }
        return best;
    }

    /// The mean of the first season.
    private double level() {
        int size = seasonal ? season : Math.min(values.length, 2);
        double sum = 0;
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (!Double.isNaN(values[i])) {
                sum += values[i];
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    /// How much the second season lies above the first, per step.
    private double trend() {
        int size = seasonal ? season : 1;
        double sum = 0;
        int count = 0;
        for (int i = 0; i < size && i + size < values.length; i++) {
            double change = values[i + size] - values[i];
            if (!Double.isNaN(change)) {
                sum += change / size;
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    private double error(double[] parameters) {
        for (int i = 0; i < 4; i++) {
            if (!(parameters[i] >= 0 && parameters[i] <= 1)) {
                return Double.POSITIVE_INFINITY;
            }
        }
        double[] fitted = run(parameters, 0);
        double sum = 0;
        for (int i = 1; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                double off = fitted[i] - values[i];
                sum += off * off;
            }
        }
        return sum;
    }

    /// The fitted values and `ahead` further ones.
    private double[] run(double[] p, int ahead) {
        double level = p[4];
        double trend = p[5];
        double[] factors = seasonal ? Arrays.copyOfRange(p, 6, 6 + season) : new double[] {1};
        double[] out = new double[values.length + ahead];
        double damping = p[3];
        double damped = p[3];
        out[0] = values[0];
        for (int i = 1; i < out.length; i++) {
            int place = i % factors.length;
            double factor = factors[place];
            double expected = (level + damped * trend) * factor;
            out[i] = expected;
            boolean known = i < values.length && !Double.isNaN(values[i]);
            if (known) {
                double before = level;
                level = p[0] * (values[i] / factor) + (1 - p[0]) * (level + damping * trend);
                trend = p[1] * (level - before) + (1 - p[1]) * damping * trend;
                if (seasonal) {
                    double base = before + damping * trend;
                    factors[place] = p[2] * (values[i] / base) + (1 - p[2]) * factor;
                }
                damped = damping;
            } else {
                damped += Math.pow(damping, 2 + i - Math.min(i, values.length));
            }
        }
        return out;
    }
}
