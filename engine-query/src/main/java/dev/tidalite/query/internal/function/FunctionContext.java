package dev.tidalite.query.internal.function;

import com.google.re2j.Pattern;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What functions may know of the execution they run in. Safe for use by many threads.
public final class FunctionContext {
    private static final int PATTERNS_MAX = 256;

    private final long nowNs;
    private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();
    private final Map<String, java.util.regex.Pattern> wholes = new ConcurrentHashMap<>();

    /// @param nowNs what `now()` says throughout this execution
    public FunctionContext(long nowNs) {
        this.nowNs = nowNs;
    }

    public long nowNs() {
        return nowNs;
    }

    /// A regular expression, compiled once. Flags are letters as in the `regexp_` functions.
    public Pattern pattern(String regex, String flags) {
        String key = flags + '/' + regex;
        Pattern pattern = patterns.get(key);
        if (pattern == null) {
            pattern = Patterns.compile(regex, flags);
            if (patterns.size() < PATTERNS_MAX) {
                patterns.put(key, pattern);
            }
        }
        return pattern;
    }

    /// A LIKE pattern written as a regular expression, compiled once.
    ///
    /// @param ignoreCase for ILIKE
    public java.util.regex.Pattern likePattern(String regex, boolean ignoreCase) {
        int flags = java.util.regex.Pattern.DOTALL;
        if (ignoreCase) {
            flags |= java.util.regex.Pattern.CASE_INSENSITIVE;
            flags |= java.util.regex.Pattern.UNICODE_CASE;
        }
        String key = flags + "/" + regex;
        java.util.regex.Pattern pattern = wholes.get(key);
        if (pattern == null) {
            pattern = java.util.regex.Pattern.compile(regex, flags);
            if (wholes.size() < PATTERNS_MAX) {
                wholes.put(key, pattern);
            }
        }
        return pattern;
    }
}
