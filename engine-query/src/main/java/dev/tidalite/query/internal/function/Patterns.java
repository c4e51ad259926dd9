package dev.tidalite.query.internal.function;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Regular expressions of queries.
final class Patterns {
    private Patterns() {}

    /// @param flags any of `i` (case), `m` (lines), `s` (dot matches newline), `x` (comments), `g`
    ///     (all matches, for the caller), `U` (swap greediness: refused)
    static Pattern compile(String regex, String flags) {
        int bits = 0;
        for (int i = 0; i < flags.length(); i++) {
            bits |=
                    switch (flags.charAt(i)) {
                        case 'i' -> Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
                        case 'm' -> Pattern.MULTILINE;
                        case 's' -> Pattern.DOTALL;
                        case 'x' -> Pattern.COMMENTS;
                        case 'g' -> 0;
                        default ->
                                throw new QueryException(
                                        Code.INVALID,
                                        "unknown regular expression flag '"
                                                + flags.charAt(i)
                                                + "'");
                    };
        }
        try {
            return Pattern.compile(regex.replace("(?P<", "(?<"), bits);
        } catch (PatternSyntaxException e) {
            throw new QueryException(
                    Code.INVALID, "invalid regular expression: " + e.getMessage(), e);
        }
    }
}
