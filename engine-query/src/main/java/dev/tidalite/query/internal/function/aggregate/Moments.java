package dev.tidalite.query.internal.function.aggregate;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.DataType;

import java.util.Arrays;

/// Variances, covariances and linear regressions: means and centred second moments of one variable
/// or two, updated so that no large sums cancel.
///
/// Arguments are `y, x`, as the `regr_` functions have them; with one argument it is `x`.
///
/// Source: Welford 1962; Chan, Golub, LeVeque 1983 for merging.
final class Moments extends Accumulator {
    /// What comes out.
    enum Kind {
        VAR_SAMP,
        VAR_POP,
        STDDEV_SAMP,
        STDDEV_POP,
        COVAR_SAMP,
        COVAR_POP,
        CORR,
        REGR_COUNT,
        REGR_AVGX,
        REGR_AVGY,
        REGR_SXX,
        REGR_SYY,
        REGR_SXY,
        REGR_SLOPE,
        REGR_INTERCEPT,
        REGR_R2
    }

    private final Kind kind;
    private long[] counts = new long[0];
    private double[] meanX = new double[0];
    private double[] meanY = new double[0];
    private double[] sxx = new double[0];
    private double[] syy = new double[0];
    private double[] sxy = new double[0];

    Moments(Kind kind) {
        this.kind = kind;
    }

    @Override
    public void reserve(int groupCount) {
        if (groupCount > counts.length) {
            int size = capacity(groupCount, counts.length);
            counts = Arrays.copyOf(counts, size);
            meanX = Arrays.copyOf(meanX, size);
            meanY = Arrays.copyOf(meanY, size);
            sxx = Arrays.copyOf(sxx, size);
            syy = Arrays.copyOf(syy, size);
            sxy = Arrays.copyOf(sxy, size);
        }
    }

    @Override
    public void update(Column[] args, int[] groups, int rowCount) {
        for (int row = 0; row < rowCount; row++) {
            updateRange(args, groups[row], row, row + 1);
        }
    }

    @Override
    public void updateRange(Column[] args, int group, int from, int to) {
        Column.Doubles xs = (Column.Doubles) args[args.length - 1];
        Column.Doubles ys = (Column.Doubles) args[0];
        for (int row = from; row < to; row++) {
            if (xs.isValid(row) && ys.isValid(row)) {
                add(group, xs.values()[row], ys.values()[row]);
            }
        }
    }

    private void add(int group, double x, double y) {
        long count = ++counts[group];
        double dx = x - meanX[group];
        double dy = y - meanY[group];
        meanX[group] += dx / count;
        meanY[group] += dy / count;
        sxx[group] += dx * (x - meanX[group]);
        syy[group] += dy * (y - meanY[group]);
        sxy[group] += dx * (y - meanY[group]);
    }

    @Override
    public void merge(Accumulator other, int[] groups, int otherGroupCount) {
        Moments that = (Moments) other;
        for (int from = 0; from < otherGroupCount; from++) {
            int to = groups[from];
            long more = that.counts[from];
            if (more == 0) {
                continue;
            }
            long count = counts[to] + more;
            double dx = that.meanX[from] - meanX[to];
            double dy = that.meanY[from] - meanY[to];
            double weight = (double) counts[to] * more / count;
            sxx[to] += that.sxx[from] + dx * dx * weight;
            syy[to] += that.syy[from] + dy * dy * weight;
            sxy[to] += that.sxy[from] + dx * dy * weight;
            meanX[to] += dx * more / count;
            meanY[to] += dy * more / count;
            counts[to] = count;
        }
    }

    @Override
    public Column result(int groupCount) {
        if (kind == Kind.REGR_COUNT) {
            return new Column.Longs(DataType.INT64, Arrays.copyOf(counts, groupCount), null);
        }
        double[] out = new double[groupCount];
        long[] validity = new long[Validity.words(groupCount)];
        for (int group = 0; group < groupCount; group++) {
            if (hasResult(group)) {
                out[group] = result(group, counts[group]);
                Validity.set(validity, group);
            }
        }
        return new Column.Doubles(DataType.FLOAT64, out, validity);
    }

    private boolean hasResult(int group) {
        return switch (kind) {
            case VAR_SAMP, STDDEV_SAMP, COVAR_SAMP -> counts[group] > 1;
            case VAR_POP, STDDEV_POP, COVAR_POP -> counts[group] > 0;
            case REGR_AVGX, REGR_AVGY, REGR_SXX, REGR_SYY, REGR_SXY, REGR_COUNT ->
                    counts[group] > 0;
            case CORR -> counts[group] > 1;
            case REGR_SLOPE, REGR_INTERCEPT -> counts[group] > 1 && sxx[group] != 0;
            case REGR_R2 -> counts[group] > 1 && sxx[group] != 0 && syy[group] != 0;
        };
    }

    private double result(int group, long count) {
        double slope = sxy[group] / sxx[group];
        return switch (kind) {
            case VAR_SAMP -> sxx[group] / (count - 1);
            case VAR_POP -> sxx[group] / count;
            case STDDEV_SAMP -> Math.sqrt(sxx[group] / (count - 1));
            case STDDEV_POP -> Math.sqrt(sxx[group] / count);
            case COVAR_SAMP -> sxy[group] / (count - 1);
            case COVAR_POP -> sxy[group] / count;
            case CORR -> {
                double spread = Math.sqrt(sxx[group]) * Math.sqrt(syy[group]);
                yield spread == 0 ? 0 : sxy[group] / spread;
            }
            case REGR_COUNT -> count;
            case REGR_AVGX -> meanX[group];
            case REGR_AVGY -> meanY[group];
            case REGR_SXX -> sxx[group];
            case REGR_SYY -> syy[group];
            case REGR_SXY -> sxy[group];
            case REGR_SLOPE -> slope;
            case REGR_INTERCEPT -> meanY[group] - slope * meanX[group];
            case REGR_R2 -> sxy[group] * sxy[group] / (sxx[group] * syy[group]);
        };
    }

    @Override
    public long memoryBytes() {
        return 48L * counts.length;
    }
}
