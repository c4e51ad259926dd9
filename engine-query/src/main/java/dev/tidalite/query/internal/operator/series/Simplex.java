package dev.tidalite.query.internal.operator.series;

import java.util.function.ToDoubleFunction;

/// The downhill simplex method. Source: Nelder, Mead 1965, in the order of steps of InfluxDB 1.x
/// (query/neldermead, MIT): other orders find other minima.
final class Simplex {
    private static final int ROUNDS_MAX = 1_000;
    private static final double REFLECTION = 1;
    private static final double CONTRACTION = 0.5;
    private static final double EXPANSION = 2;

    private final ToDoubleFunction<double[]> function;
    private final double[][] corners;
    private final double[] heights;
    private final double[] middle;

    private Simplex(ToDoubleFunction<double[]> function, double[] start) {
        this.function = function;
        int size = start.length;
        corners = new double[size + 1][size];
        heights = new double[size + 1];
        middle = new double[size];
        double step = (Math.sqrt(size + 1) - 1 + size) / (size * Math.sqrt(2));
        double rest = (Math.sqrt(size + 1) - 1) / (size * Math.sqrt(2));
        corners[0] = start.clone();
        for (int i = 1; i <= size; i++) {
            for (int j = 0; j < size; j++) {
                corners[i][j] = (i - 1 == j ? step : rest) + start[j];
            }
        }
    }

    /// @param function may change the array it is given
    /// @param found gets where the function is about least, near a starting point
    /// @return its value there
    static double minimize(
            ToDoubleFunction<double[]> function, double[] start, double epsilon, double[] found) {
        Simplex simplex = new Simplex(function, start);
        simplex.run(epsilon);
        int least = simplex.least();
        System.arraycopy(simplex.corners[least], 0, found, 0, found.length);
        return function.applyAsDouble(found);
    }

    private void run(double epsilon) {
        for (int i = 0; i < corners.length; i++) {
            heights[i] = function.applyAsDouble(corners[i]);
        }
        for (int round = 0; round < ROUNDS_MAX; round++) {
            step();
            double sum = 0;
            for (double height : heights) {
                sum += height;
            }
            double mean = sum / heights.length;
            double deviation = 0;
            for (double height : heights) {
                deviation += (height - mean) * (height - mean) / middle.length;
            }
            if (Math.sqrt(deviation) < epsilon) {
                return;
            }
        }
    }

    private int least() {
        int least = 0;
        for (int i = 1; i < heights.length; i++) {
            if (heights[i] < heights[least]) {
                least = i;
            }
        }
        return least;
    }

    private void step() {
        int best = least();
        int worst = 0;
        for (int i = 1; i < heights.length; i++) {
            worst = heights[i] > heights[worst] ? i : worst;
        }
        int second = best;
        for (int i = 0; i < heights.length; i++) {
            if (heights[i] > heights[second] && heights[i] < heights[worst]) {
                second = i;
            }
        }
        for (int j = 0; j < middle.length; j++) {
            double sum = 0;
            for (int i = 0; i < corners.length; i++) {
                sum += i == worst ? 0 : corners[i][j];
            }
            middle[j] = sum / middle.length;
        }
        double[] reflected = along(corners[worst], -REFLECTION);
        double height = function.applyAsDouble(reflected);
        if (height < heights[best]) {
            double[] expanded = along(reflected, EXPANSION);
            double further = function.applyAsDouble(expanded);
            if (further < height) {
                replace(worst, expanded, further);
            } else {
                replace(worst, reflected, height);
            }
        } else if (height < heights[second]) {
            replace(worst, reflected, height);
        }
        if (height >= heights[second]) {
            contract(height < heights[worst] ? reflected : corners[worst], best, worst, second);
        }
    }

    private void contract(double[] from, int best, int worst, int second) {
        double[] contracted = along(from, CONTRACTION);
        double height = function.applyAsDouble(contracted);
        if (height < heights[worst]) {
            replace(worst, contracted, height);
            return;
        }
        for (int i = 0; i < corners.length; i++) {
            for (int j = 0; i != best && j < middle.length; j++) {
                corners[i][j] = corners[best][j] + (corners[i][j] - corners[best][j]) / 2;
            }
        }
        heights[worst] = function.applyAsDouble(corners[worst]);
        heights[second] = function.applyAsDouble(corners[second]);
    }

    private void replace(int corner, double[] point, double height) {
        corners[corner] = point;
        heights[corner] = height;
    }

    /// The point that lies `factor` times the way from the middle to another.
    private double[] along(double[] to, double factor) {
        double[] point = new double[middle.length];
        for (int j = 0; j < point.length; j++) {
            point[j] = middle[j] + factor * (to[j] - middle[j]);
        }
        return point;
    }
}
