package dev.tidalite.query.internal.frontend.influxql.parse;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Regular expressions as InfluxQL means them (RE2), on the matcher of the JDK.
public final class Patterns {
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

    /// What RE2 writes differently: named groups, and POSIX classes inside brackets.
    private static String toJdk(String pattern) {
        String jdk = pattern.replace("(?P<", "(?<").replace("\\C", ".");
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
}
