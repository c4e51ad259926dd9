package dev.tidalite.cli;

import java.util.Locale;

/// A line of numbers as a small picture of characters.
final class Plot {
    private static final char[] BARS = " ▁▂▃▄▅▆▇█".toCharArray();

    private Plot() {}

    /// Draws one column a value.
    ///
    /// @param values at least one; NaN leaves a gap
    /// @param height in lines, at least 1
    /// @return `height` lines, each with the scale on its left
    static String draw(double[] values, int height) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        double span = high > low ? high - low : 1;
        int steps = BARS.length - 1;
        StringBuilder text = new StringBuilder();
        for (int line = height - 1; line >= 0; line--) {
            double level = low + span * (line + 0.5) / height;
            text.append(String.format(Locale.ROOT, "%10.2f │", level));
            for (double value : values) {
                if (Double.isNaN(value)) {
                    text.append(' ');
                    continue;
                }
                // Every value shows at least one eighth, so that the lowest is seen as well.
                double eighths = 1 + (value - low) / span * (height * steps - 1);
                int here = (int) Math.round(eighths) - line * steps;
                text.append(BARS[Math.clamp(here, 0, steps)]);
            }
            text.append('\n');
        }
        return text.toString();
    }
}
