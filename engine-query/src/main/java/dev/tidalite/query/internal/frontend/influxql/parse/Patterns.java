package dev.tidalite.query.internal.frontend.influxql.parse;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// Regular expressions as InfluxQL means them (RE2), matched in time linear in the text.
public final class Patterns {
    /// Letters that mean themselves behind a backslash, which RE2 itself would not take.
    private static final String IDLE_ESCAPES = "CEGHIJKLMNORTUVXYZceghijklmoquy_";

    private Patterns() {}

    /// @throws IllegalArgumentException if the text is not a regular expression
    public static Pattern compile(String pattern) {
        try {
            return Pattern.compile(withoutIdleEscapes(pattern));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    e.getDescription() + ": `" + e.getPattern() + "`", e);
        }
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
