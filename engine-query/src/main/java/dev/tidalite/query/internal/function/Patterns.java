package dev.tidalite.query.internal.function;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;

/// Regular expressions of queries. They are RE2's, whose time is linear in the text: a query's
/// author cannot stop the engine with one.
final class Patterns {
    private Patterns() {}

    /// @param flags any of `i` (case), `m` (lines), `s` (dot matches newline), `x` (blanks and
    ///     comments left out), `g` (all matches, for the caller), `U` (swap greediness: refused)
    static Pattern compile(String regex, String flags) {
        int bits = 0;
        String pattern = regex;
        for (int i = 0; i < flags.length(); i++) {
            switch (flags.charAt(i)) {
                case 'i' -> bits |= Pattern.CASE_INSENSITIVE;
                case 'm' -> bits |= Pattern.MULTILINE;
                case 's' -> bits |= Pattern.DOTALL;
                case 'x' -> pattern = withoutComments(regex);
                case 'g' -> {}
                default ->
                        throw new QueryException(
                                Code.INVALID,
                                "unknown regular expression flag '" + flags.charAt(i) + "'");
            }
        }
        try {
            return Pattern.compile(pattern, bits);
        } catch (PatternSyntaxException e) {
            throw new QueryException(
                    Code.INVALID, "invalid regular expression: " + e.getMessage(), e);
        }
    }

    /// Without blanks, and without what stands from a `#` to the end of its line, except in
    /// brackets or behind a backslash.
    private static String withoutComments(String regex) {
        StringBuilder kept = new StringBuilder();
        boolean inBrackets = false;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\' && i + 1 < regex.length()) {
                kept.append(c).append(regex.charAt(++i));
                continue;
            }
            if (!inBrackets && c == '#') {
                int end = regex.indexOf('\n', i);
                i = end < 0 ? regex.length() : end;
            } else if (inBrackets || !Character.isWhitespace(c)) {
                inBrackets = c == '[' || (inBrackets && c != ']');
                kept.append(c);
            }
        }
        return kept.toString();
    }
}
