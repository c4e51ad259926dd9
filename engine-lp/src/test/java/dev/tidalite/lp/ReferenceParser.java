package dev.tidalite.lp;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The grammar once more, on strings and with no thought of speed: what the decoder is compared to.
/// It does in three passes (split, trim, parse) what InfluxDB does in three passes, and is itself
/// held against InfluxDB's answers by [ConformanceTest].
final class ReferenceParser {
    private static final Pattern INTEGER = Pattern.compile("(-?[0-9]+)i");
    private static final Pattern UNSIGNED = Pattern.compile("([0-9]+)u");
    private static final Pattern FLOAT = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Pattern STRING =
            Pattern.compile("\"((?:\\\\\"|\\\\\\\\|\\\\|[^\\\\\"])*+)\"", Pattern.DOTALL);
    private static final Pattern BOOLEAN =
            Pattern.compile("true|True|TRUE|t|T|false|False|FALSE|f|F");
    private static final Pattern TIMESTAMP = Pattern.compile(" +(-?[0-9]+) *");

    /// A line that is bad for good.
    private static final class Bad extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Bad(String message) {
            super(message, null, false, false);
        }
    }

    private final String line;
    private int at;

    private ReferenceParser(String line) {
        this.line = line;
    }

    /// What [TextSink] writes for each good line, and `error …` for each bad one.
    static List<String> parse(String text, Precision precision, long defaultTimeNs) {
        List<String> results = new ArrayList<>();
        for (String slice : split(text)) {
            String line = trim(slice);
            if (!line.isEmpty()) {
                try {
                    results.add(new ReferenceParser(line).line(precision, defaultTimeNs));
                } catch (Bad bad) {
                    results.add("error " + bad.getMessage());
                }
            }
        }
        return results;
    }

    private static List<String> split(String text) {
        List<String> slices = new ArrayList<>();
        boolean inEscape = false;
        boolean fields = false;
        boolean quoted = false;
        int equals = 0;
        int commas = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inEscape) {
                inEscape = false;
            } else if (c == '\\') {
                inEscape = true;
            } else if (c == ' ') {
                fields = true;
            } else if (fields && !quoted && c == '=') {
                equals++;
            } else if (fields && !quoted && c == ',') {
                commas++;
            } else if (fields && c == '"' && equals > commas) {
                quoted = !quoted;
            } else if (c == '\n' && !quoted) {
                fields = false;
                equals = 0;
                commas = 0;
                slices.add(text.substring(from, i));
                from = i + 1;
            }
        }
        slices.add(text.substring(from));
        return slices;
    }

    private static String trim(String slice) {
        String rest = slice;
        while (true) {
            int i = 0;
            while (i < rest.length() && " \t\n".indexOf(rest.charAt(i)) >= 0) {
                i++;
            }
            rest = rest.substring(i);
            if (!rest.startsWith("#")) {
                return rest;
            }
            int newline = rest.indexOf('\n');
            rest = newline < 0 ? "" : rest.substring(newline);
        }
    }

    private String line(Precision precision, long defaultTimeNs) {
        StringBuilder result = new StringBuilder();
        String measurement = name(" \t\n,\0", ", \\");
        if (measurement == null) {
            throw new Bad("Invalid measurement was provided");
        }
        result.append(measurement);
        Set<String> tags = new HashSet<>();
        String repeatedTag = tags(result, tags);
        if (!line.startsWith(" ", at)) {
            throw new Bad(
                    "Expected at least one space character, "
                            + (at == line.length()
                                    ? "got end of input"
                                    : "got `" + line.substring(at) + "`"));
        }
        while (line.startsWith(" ", at)) {
            at++;
        }
        String conflict = fields(result);
        long time = defaultTimeNs;
        Matcher timestamp = TIMESTAMP.matcher(line).region(at, line.length());
        BigInteger wide = null;
        if (timestamp.lookingAt()) {
            wide = number(timestamp.group(1), true, "timestamp");
            at = timestamp.end();
        }
        if (at < line.length()) {
            throw new Bad(
                    "Could not parse entire line. Found trailing content: `" + context(at) + "`");
        }
        if (wide != null) {
            wide = wide.multiply(BigInteger.valueOf(precision.nanoseconds()));
            if (wide.bitLength() > 63) {
                throw new Bad("timestamp overflows i64");
            }
            time = wide.longValueExact();
        }
        if (repeatedTag != null) {
            throw new Bad(
                    "the tag '"
                            + repeatedTag
                            + "' is specified more than once with conflicting values");
        }
        if (conflict != null) {
            throw new Bad(
                    "the field '"
                            + conflict
                            + "' is specified more than once with conflicting types");
        }
        return result.append(" @").append(time).toString();
    }

    /// The first tag key that comes twice, or null.
    private @Nullable String tags(StringBuilder result, Set<String> tags) {
        String repeated = null;
        if (!line.startsWith(",", at)) {
            return null;
        }
        int tagsFrom = at + 1;
        while (line.startsWith(",", at)) {
            at++;
            String key = name(" \t\n=", ", =\\");
            if (key == null) {
                throw new Bad("Expected tag key, " + got());
            }
            if (!line.startsWith("=", at)) {
                throw new Bad(
                        "Tag set malformed: could not find equals sign in `"
                                + context(tagsFrom)
                                + "`");
            }
            at++;
            String value = name(" \t\n,", ", =\\");
            if (value == null) {
                throw new Bad("Expected tag value, " + got());
            }
            if (!tags.add(key) && repeated == null) {
                repeated = key;
            }
            result.append(" [").append(key).append("]=[").append(value).append("]");
        }
        return repeated;
    }

    /// The first field key that comes twice with different types, or null.
    private @Nullable String fields(StringBuilder result) {
        TreeMap<String, String> types = new TreeMap<>();
        String conflict = null;
        int count = 0;
        while (true) {
            int before = at;
            if (count > 0) {
                if (!line.startsWith(",", at)) {
                    return conflict;
                }
                at++;
            }
            int from = at;
            String key = name(" \t\n=", ", =\\");
            @Nullable String value = null;
            if (key != null && line.startsWith("=", at)) {
                at++;
                value = value();
            }
            if (value == null) {
                if (count == 0) {
                    throw new Bad("No fields were provided");
                }
                at = count == 1 ? from : before;
                return conflict;
            }
            String type = value.substring(0, value.indexOf(' '));
            String earlier = types.putIfAbsent(key, type);
            if (earlier != null && !earlier.equals(type) && conflict == null) {
                conflict = key;
            }
            result.append(" {").append(key).append("}=").append(value);
            count++;
        }
    }

    private @Nullable String value() {
        Matcher matcher;
        if ((matcher = here(INTEGER)) != null) {
            return "int " + number(matcher.group(1), true, "integer");
        }
        if ((matcher = here(UNSIGNED)) != null) {
            return "uint " + number(matcher.group(1), false, "unsigned integer");
        }
        if ((matcher = here(FLOAT)) != null) {
            return "float " + Double.parseDouble(matcher.group());
        }
        if ((matcher = here(STRING)) != null) {
            return "string " + matcher.group(1).replaceAll("\\\\([\\\\\"])", "$1");
        }
        if ((matcher = here(BOOLEAN)) != null) {
            return "bool " + (matcher.group().toLowerCase(java.util.Locale.ROOT).charAt(0) == 't');
        }
        return null;
    }

    private @Nullable Matcher here(Pattern pattern) {
        Matcher matcher = pattern.matcher(line).region(at, line.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        at = matcher.end();
        return matcher;
    }

    private static BigInteger number(String digits, boolean signed, String what) {
        BigInteger value = new BigInteger(digits);
        if (signed ? value.bitLength() > 63 : value.bitLength() > 64) {
            throw new Bad("Unable to parse " + what + " value `" + digits + "`");
        }
        return value;
    }

    /// A name that ends before an unescaped character of `stops`, or null if it is empty.
    private @Nullable String name(String stops, String escapable) {
        StringBuilder name = new StringBuilder();
        int from = at;
        boolean backslashLast = false;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '\\') {
                at++;
                if (at == line.length()) {
                    name.append('\\');
                    backslashLast = true;
                    break;
                }
                char next = line.charAt(at);
                if (escapable.indexOf(next) < 0) {
                    name.append('\\');
                }
                name.append(next);
                backslashLast = next == '\\';
                at++;
            } else if (stops.indexOf(c) >= 0) {
                break;
            } else {
                name.append(c);
                backslashLast = false;
                at++;
            }
        }
        if (backslashLast) {
            throw new Bad(
                    "Measurements, tag keys and values, and field keys may not end with a"
                            + " backslash");
        }
        return at == from ? null : name.toString();
    }

    private String got() {
        return at == line.length() ? "got end of input" : "got `" + context(at) + "`";
    }

    private String context(int from) {
        String rest = line.substring(from);
        if (rest.getBytes(StandardCharsets.UTF_8).length <= 10) {
            return rest;
        }
        int chars = Math.min(10, rest.codePointCount(0, rest.length()));
        return rest.substring(0, rest.offsetByCodePoints(0, chars)) + "...";
    }
}
