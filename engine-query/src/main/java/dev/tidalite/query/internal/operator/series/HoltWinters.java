package dev.tidalite.query.internal.operator.series;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;

import java.util.Arrays;

/// Forecasts by multiplicative Holt-Winters smoothing with a damped trend, its parameters found by
/// the downhill simplex method so that the squared error over the known values is least.
///
/// Source: Holt 1957, Winters 1960; Nelder, Mead 1965. The form, the starting values and the order
/// of the computation are those of InfluxDB 1.x (query/functions.go, MIT), so that the digits are
/// the same: the fitted curve runs on its own values from the first point on, and running it leaves
/// the seasonal factors and the limits it put on the parameters in the array that it was given.
final class HoltWinters {
    private static final long VALUES_MAX = 10_000_000;

    /// The simplex holds the square of so many numbers.
    private static final long SEASON_MAX = 2_000;

    private static final double EPSILON = 1e-4;
    private static final double START_WEIGHT = 0.5;
    private static final double GUESS_FIRST = 0.3;
    private static final double GUESS_MAX = 1.0;
    private static final double GUESS_STEP = 0.4;

    /// alpha, beta, gamma, phi, level, trend; the factors of the season follow.
    private static final int LEVEL = 4;

    private static final int TREND = 5;
    private static final int FACTORS = 6;

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
    /// @throws QueryException [Code#RESOURCE] if that are more than 10 million values, or the
    ///     season is longer than 2,000
    static Points forecast(Points points, long count, long season, long stepNs, boolean withFit) {
        int known = points.count();
        if (known < 2 || (season >= 2 && known < season) || count <= 0) {
            return Points.ofDoubles(new int[0], new long[0], new double[0], 0);
        }
        long first = rounded(points.times()[0], stepNs);
        long steps = (rounded(points.times()[known - 1], stepNs) - first) / stepNs + 1;
        if (steps < 0 || Math.max(steps, count) > VALUES_MAX) {
            throw new QueryException(
                    Code.RESOURCE,
                    "a forecast takes or makes more than " + VALUES_MAX + " values of a series");
        }
        if (steps < 2 || steps < season) {
            return Points.ofDoubles(new int[0], new long[0], new double[0], 0);
        }
        if (season > SEASON_MAX) {
            throw new QueryException(
                    Code.RESOURCE, "a season is longer than " + SEASON_MAX + " values");
        }
        double[] grid = grid(points, first, (int) steps, stepNs);
        HoltWinters model = new HoltWinters(grid, (int) season);
        double[] fitted = model.run(model.bestParameters(), (int) count);
        int from = withFit ? 0 : grid.length;
        long start = withFit ? points.times()[0] : points.times()[known - 1] + stepNs;
        int[] rows = new int[fitted.length - from];
        Arrays.fill(rows, -1);
        long[] times = new long[rows.length];
        double[] out = new double[rows.length];
        int outCount = 0;
        for (int i = 0; i < rows.length; i++) {
            if (!Double.isNaN(fitted[from + i])) {
                times[outCount] = start + i * stepNs;
                out[outCount++] = fitted[from + i];
            }
        }
        return Points.ofDoubles(rows, times, out, outCount);
    }

    /// One value per step from the first point to the last.
    private static double[] grid(Points points, long first, int steps, long stepNs) {
        double[] grid = new double[steps];
        Arrays.fill(grid, Double.NaN);
        for (int i = 0; i < points.count(); i++) {
            int place = (int) ((rounded(points.times()[i], stepNs) - first) / stepNs);
            if (Double.isNaN(grid[place])) {
                grid[place] = points.doubles()[i]; // the first of a step counts
            }
        }
        return grid;
    }

    private static long rounded(long time, long stepNs) {
        long remainder = time % stepNs;
        return (time / stepNs + (remainder > stepNs / 2 ? 1 : 0)) * stepNs;
    }

    private double[] bestParameters() {
        double[] start = new double[FACTORS + (seasonal ? season : 0)];
        start[LEVEL] = level();
        start[TREND] = trend();
        for (int i = 0; seasonal && i < season; i++) {
            start[FACTORS + i] = Double.isNaN(values[i]) ? 0 : values[i] / start[LEVEL];
        }
        double[] best = start;
        double least = Double.POSITIVE_INFINITY;
        boolean found = false;
        for (double alpha = GUESS_FIRST; alpha < GUESS_MAX; alpha += GUESS_STEP) {
            for (double beta = GUESS_FIRST; beta < GUESS_MAX; beta += GUESS_STEP) {
                for (double gamma = GUESS_FIRST; gamma < GUESS_MAX; gamma += GUESS_STEP) {
                    for (double phi = GUESS_FIRST; phi < GUESS_MAX; phi += GUESS_STEP) {
                        start[0] = alpha;
                        start[1] = beta;
                        start[2] = gamma;
                        start[3] = phi;
                        double[] fit = new double[start.length];
                        double error = Simplex.minimize(this::error, start, EPSILON, fit);
                        if (error < least || !found) {
                            found = true;
                            least = error;
                            best = fit;
                        }
                    }
                }
            }
        }
        return best;
    }

    private double level() {
        if (!seasonal) {
            return START_WEIGHT * values[0];
        }
        double level = 0;
        for (int i = 0; i < season; i++) {
            if (!Double.isNaN(values[i])) {
                level += 1.0 / season * values[i];
            }
        }
        return level;
    }

    private double trend() {
        if (!seasonal) {
            return Double.isNaN(values[1]) ? 0 : START_WEIGHT * (values[1] - values[0]);
        }
        double trend = 0;
        for (int i = 0; i < season && season + i < values.length; i++) {
            double change = values[season + i] - values[i];
            if (!Double.isNaN(change)) {
                trend += 1.0 / ((double) season * season) * change;
            }
        }
        return trend;
    }

    private double error(double[] parameters) {
        double[] fitted = run(parameters, 0);
        double sum = 0;
        for (int i = 0; i < fitted.length; i++) {
            if (!Double.isNaN(values[i])) {
                if (Double.isNaN(fitted[i])) {
                    return Double.POSITIVE_INFINITY;
                }
                double difference = fitted[i] - values[i];
                sum += difference * difference;
            }
        }
        return sum;
    }

    /// The fitted values and `ahead` further ones.
    ///
    /// @param p changed: limited, and with the factors of the last season
    private double[] run(double[] p, int ahead) {
        for (int i = 0; i < LEVEL; i++) {
            p[i] = p[i] > 1 ? 1 : p[i] < 0 ? 0 : p[i];
        }
        double current = values[0];
        double level = p[LEVEL];
        double trend = p[TREND];
        double phi = p[3];
        double damping = phi;
        double[] out = new double[values.length + ahead];
        out[0] = current;
        int offset = season - 1;
        for (int t = 1; t < out.length; t++) {
            double before = 1;
            double after = 1;
            if (seasonal) {
                before = p[FACTORS + (t - season + offset) % season];
                after = p[FACTORS + (t - season + t % season + offset) % season];
            }
            double carried = level + phi * trend;
            double nextLevel = p[0] * (current / before) + (1 - p[0]) * carried;
            double nextTrend = p[1] * (nextLevel - level) + (1 - p[1]) * phi * trend;
            double factor = p[2] * (current / carried) + (1 - p[2]) * before;
            current = (nextLevel + damping * nextTrend) * after;
            level = nextLevel;
            trend = nextTrend;
            damping += power(phi, t);
            if (seasonal) {
                p[FACTORS + (t + offset) % season] = factor;
                offset++;
            }
            out[t] = current;
        }
        return out;
    }

    /// By squaring, as the source rounds it.
    private static double power(double base, int exponent) {
        double power = 1;
        double square = base;
        for (int rest = exponent; rest != 0; rest >>= 1) {
            power = (rest & 1) == 1 ? power * square : power;
            square *= square;
        }
        return power;
    }
}
