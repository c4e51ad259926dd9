package dev.tidalite.http;

import java.math.BigDecimal;

/// Floats as InfluxDB prints them: the shortest digits that say the number, with an exponent only
/// outside of 1e-5 to 1e16.
final class FloatText {
    private static final int DIGITS_BEFORE_POINT_MAX = 16;
    private static final int ZEROS_BEHIND_POINT_MAX = 4;

    private FloatText() {}

    /// @param number finite
    static String of(double number) {
        String text = Double.toString(number);
        if (text.indexOf('E') < 0) {
            return text;
        }
        BigDecimal exact = new BigDecimal(text).stripTrailingZeros();
        // The place of the point, counted from the first digit.
        int point = exact.precision() - exact.scale();
        if (point > -ZEROS_BEHIND_POINT_MAX - 1 && point <= DIGITS_BEFORE_POINT_MAX) {
            String plain = exact.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = exact.unscaledValue().abs().toString();
        String rest = digits.length() > 1 ? "." + digits.substring(1) : "";
        return (number < 0 ? "-" : "") + digits.charAt(0) + rest + "e" + (point - 1);
    }
}
