package dev.tidalite.query.internal.operator.series;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.ToDoubleFunction;

/// The downhill simplex method. Source: Nelder, Mead 1965.
final class Simplex {
    private static final double REFLECTION = 1;
    private static final double CONTRACTION = 0.5;
    private static final double EXPANSION = 2;

    private Simplex() {}

    /// @return where the function is about least, near a starting point
    static double[] minimize(
            ToDoubleFunction<double[]> function, double[] start, double epsilon, int rounds) {
        int size = start.length;
        double[][] corners = new double[size + 1][];
        double step = (Math.sqrt(size + 1) - 1 + size) / (size * Math.sqrt(2));
        double rest = (Math.sqrt(size + 1) - 1) / (size * Math.sqrt(2));
        corners[0] = start.clone();
        for (int i = 0; i < size; i++) {
            corners[i + 1] = start.clone();
            for (int j = 0; j < size; j++) {
                corners[i + 1][j] += i == j ? step : rest;
            }
        }
        Comparator<double[]> byValue = Comparator.comparingDouble(function);
        for (int round = 0; round < rounds; round++) {
            Arrays.sort(corners, byValue);
            double worst = function.applyAsDouble(corners[size]);
            double best = function.applyAsDouble(corners[0]);
            if (Math.abs(worst - best) < epsilon) {
                break;
            }
            double[] middle = new double[size];
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    middle[j] += corners[i][j] / size;
                }
            }
            double[] reflected = along(middle, corners[size], -REFLECTION);
            double value = function.applyAsDouble(reflected);
            if (value < best) {
                double[] expanded = along(middle, corners[size], -EXPANSION);
                corners[size] = function.applyAsDouble(expanded) < value ? expanded : reflected;
            } else if (value < function.applyAsDouble(corners[size - 1])) {
                corners[size] = reflected;
            } else {
                double[] from = value < worst ? reflected : corners[size];
                double[] contracted = along(middle, from, CONTRACTION);
                if (function.applyAsDouble(contracted) < Math.min(value, worst)) {
                    corners[size] = contracted;
                } else {
                    for (int i = 1; i <= size; i++) {
                        corners[i] = along(corners[0], corners[i], CONTRACTION);
                    }
                }
            }
        }
        Arrays.sort(corners, byValue);
        return corners[0];
    }

    /// The point that lies `factor` times the way from one point to another.
    private static double[] along(double[] from, double[] to, double factor) {
        double[] point = new double[from.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = from[i] + (to[i] - from[i]) * factor;
        }
        return point;
    }
}
