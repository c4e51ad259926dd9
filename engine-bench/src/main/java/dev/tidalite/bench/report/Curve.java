package dev.tidalite.bench.report;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Figures of one contestant over a size: tasks such as `1,000 series`.
///
/// @param over the word behind the number
/// @param sizes ascending as they were measured
/// @param figures one a size
record Curve(String over, List<Double> sizes, List<Figure> figures) {
    private static final Pattern SIZE = Pattern.compile("([\\d,.]+) (\\D+)");
    private static final int POINTS_MIN = 3;

    /// @param figures of one contestant and one name
    /// @return null unless every task is a number and the same word, and there are three at least
    static @Nullable Curve of(List<Figure> figures) {
        String over = null;
        List<Double> sizes = new ArrayList<>();
        for (Figure figure : figures) {
            Matcher matcher = SIZE.matcher(figure.task());
            if (!matcher.matches() || (over != null && !over.equals(matcher.group(2)))) {
                return null;
            }
            over = matcher.group(2);
            sizes.add(Double.parseDouble(matcher.group(1).replace(",", "")));
        }
        return over == null || sizes.size() < POINTS_MIN ? null : new Curve(over, sizes, figures);
    }

    /// Over time, not over a size: there is nothing to grow.
    boolean isOverTime() {
        return over.equals("s") || over.equals("min");
    }

    /// The exponent `k` of `size^k` that fits the medians best: least squares of the logarithms.
    /// NaN where a median is not positive.
    double slope() {
        double meanX = sizes.stream().mapToDouble(Math::log).average().orElseThrow();
        double meanY =
                figures.stream().mapToDouble(f -> Math.log(f.median())).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < sizes.size(); i++) {
            double x = Math.log(sizes.get(i)) - meanX;
            covariance += x * (Math.log(figures.get(i).median()) - meanY);
            variance += x * x;
        }
        return Double.isFinite(meanY) ? covariance / variance : Double.NaN;
    }
}
