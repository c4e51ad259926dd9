package dev.tidalite.query.internal.frontend.influxql.parse;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Regular expressions as InfluxQL means them (RE2), on the matcher of the JDK.
public final class Patterns {
    /// Letters that mean themselves behind a backslash.
    private static final String IDLE_ESCAPES = "CEGHIJKLMNORTUVXYZceghijklmoquy_";

    private Patterns() {}

    /// @throws IllegalArgumentException if the text is not a regular expression
    public static Pattern compile(String pattern) {
        return Pattern.compile(toJdk(pattern));
    }

    static void check(String pattern) {
        try {
            compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription() + ": `" + pattern + "`", e);
        }
    }

    /// What RE2 writes differently: named groups, POSIX classes inside brackets, and a backslash
    /// before a letter that needs none.
    private static String toJdk(String pattern) {
        String jdk = withoutIdleEscapes(pattern).replace("(?P<", "(?<");
        if (!jdk.contains("[:")) {
            return jdk;
        }
        return jdk.replace("[:alpha:]", "\\p{Alpha}")
                .replace("[:digit:]", "\\p{Digit}")
                .replace("[:alnum:]", "\\p{Alnum}")
                .replace("[:upper:]", "\\p{Upper}")
                .replace("[:lower:]", "\\p{Lower}")
                .replace("[:space:]", "\\s")
                .replace("[:blank:]", "\\p{Blank}")
                .replace("[:punct:]", "\\p{Punct}")
                .replace("[:cntrl:]", "\\p{Cntrl}")
                .replace("[:graph:]", "\\p{Graph}")
                .replace("[:print:]", "\\p{Print}")
                .replace("[:xdigit:]", "\\p{XDigit}")
                .replace("[:word:]", "\\w");
    }

    private static String withoutIdleEscapes(String pattern) {
        StringBuilder kept = new StringBuilder(pattern.length());
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            boolean pair = c == '\\' && at + 1 < pattern.length();
            if (pair && IDLE_ESCAPES.indexOf(pattern.charAt(at + 1)) >= 0) {
                kept.append(pattern.charAt(at + 1));
            } else {
                kept.append(pattern, at, at + (pair ? 2 : 1));
            }
            at += pair ? 2 : 1;
        }
        return kept.toString();
    }
}
