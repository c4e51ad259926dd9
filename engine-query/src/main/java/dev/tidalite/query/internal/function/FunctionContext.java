package dev.tidalite.query.internal.function;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// What functions may know of the execution they run in. Safe for use by many threads.
public final class FunctionContext {
    private static final int PATTERNS_MAX = 256;

    private final long nowNs;
    private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

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
}
