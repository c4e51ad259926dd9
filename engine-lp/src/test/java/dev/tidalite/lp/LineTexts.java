package dev.tidalite.lp;

import java.util.List;
import java.util.SplittableRandom;

/// Random texts: lines that are valid, lines that almost are, and soup.
final class LineTexts {
    private static final List<String> PIECES =
            List.of(
                    "m",
                    "cpu",
                    ",",
                    ",",
                    "=",
                    "=",
                    " ",
                    " ",
                    " ",
                    "\n",
                    "\n",
                    "\\",
                    "\"",
                    "\"",
                    "#",
                    "t",
                    "f",
                    "host",
                    "1",
                    "1i",
                    "2u",
                    "3.5",
                    "-",
                    ".",
                    "e",
                    "+",
                    "true",
                    "FALSE",
                    "i",
                    "u",
                    "9223372036854775808",
                    "18446744073709551616",
                    "é",
                    "日本",
                    "😀",
                    "\t",
                    "\r",
                    "\0",
                    "'",
                    "\u00a0",
                    "m,t=v f=1 1\n",
                    " f=\"a b\"",
                    ",t=v",
                    " 12345678901");

    private static final List<String> NAMES =
            List.of(
                    "m",
                    "cpu",
                    "usage_user",
                    "usage_system",
                    "a",
                    "b",
                    "x\\ y",
                    "c\\,d",
                    "e\\=f",
                    "back\\slash",
                    "é",
                    "日本語",
                    "\"q\"",
                    "value",
                    "averyveryverylongname_indeed",
                    "g,h",
                    "#z",
                    "'",
                    "p\\\\q",
                    "time");

    private final SplittableRandom random;

    LineTexts(SplittableRandom random) {
        this.random = random;
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /// Anything at all.
    String soup() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append(oneOf(PIECES));
        }
        return text.toString();
    }

    /// Several lines of a few shapes, so that predictions hit and miss.
    String lines() {
        String[] series = new String[1 + random.nextInt(3)];
        for (int i = 0; i < series.length; i++) {
            series[i] = series();
        }
        String[][] shapes = new String[1 + random.nextInt(3)][];
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = new String[1 + random.nextInt(5)];
            for (int k = 0; k < shapes[i].length; k++) {
                shapes[i][k] = oneOf(NAMES);
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 2 + random.nextInt(8); i > 0; i--) {
            text.append(series[random.nextInt(series.length)]);
            char separator = ' ';
            for (String key : shapes[random.nextInt(shapes.length)]) {
                text.append(separator).append(key).append('=').append(value());
                separator = ',';
            }
            if (random.nextInt(8) > 0) {
                text.append(random.nextInt(8) == 0 ? "  " : " ").append(timestamp());
                text.append(random.nextInt(8) == 0 ? " " : "");
            }
            text.append(
                    i == 1 && random.nextBoolean() ? "" : random.nextInt(9) == 0 ? "\n\n" : "\n");
        }
        return text.toString();
    }

    /// Several lines with a few accidents.
    String damaged() {
        StringBuilder text = new StringBuilder(lines());
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(text.length() + 1);
            if (!Character.isValidCodePoint(at)
                    || at < text.length() && Character.isLowSurrogate(text.charAt(at))) {
                continue;
            }
            if (random.nextBoolean() || at == text.length()) {
                text.insert(at, oneOf(PIECES));
            } else if (!Character.isSurrogate(text.charAt(at))) {
                text.deleteCharAt(at);
            }
        }
        return text.toString();
    }

    private String series() {
        StringBuilder text = new StringBuilder(oneOf(NAMES).replace(',', '_').replace('#', '_'));
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(',')
                    .append(oneOf(NAMES))
                    .append('=')
                    .append(oneOf(NAMES).replace(',', '.'));
        }
        return text.toString();
    }

    private String timestamp() {
        return switch (random.nextInt(6)) {
            case 0 -> Long.toString(random.nextLong());
            case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 2 -> "000" + random.nextInt();
            default -> "14516064" + random.nextLong(10_000_000_000L, 100_000_000_000L);
        };
    }

    private String value() {
        return switch (random.nextInt(12)) {
            case 0 -> (random.nextLong() >> random.nextInt(64)) + "i";
            case 1 -> random.nextInt(101) + "i";
            case 2 -> Long.toUnsignedString(random.nextLong() >>> random.nextInt(64)) + "u";
            case 3 -> random.nextBoolean() ? "true" : "F";
            case 4 -> "\"" + oneOf(NAMES) + "\"";
            case 5 ->
                    "\"" + oneOf(NAMES).replace("\\", "\\\\") + " \\\" ,=\n" + oneOf(NAMES) + "\"";
            case 6 -> "\"\"";
            case 7 ->
                    Double.toString(Double.longBitsToDouble(random.nextLong())).replace("NaN", "0");
            case 8 -> Double.toString(random.nextDouble() * 100);
            case 9 -> Integer.toString(random.nextInt());
            case 10 ->
                    Math.round(random.nextDouble() * 1e4) / 1e2 + "e" + random.nextInt(-330, 330);
            default -> Math.round(random.nextDouble() * 1e4) / 1e2 + "";
        };
    }
}
