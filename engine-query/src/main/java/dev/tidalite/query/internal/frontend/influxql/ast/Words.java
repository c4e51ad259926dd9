package dev.tidalite.query.internal.frontend.influxql.ast;

import java.util.Locale;
import java.util.Set;

/// Which words the language keeps for itself. They are read in any case; as a name each needs
/// double quotes.
public final class Words {
    private static final Set<String> KEYWORDS =
            Set.of(
                    ("ALL ALTER ANALYZE ANY AS ASC BEGIN BY CARDINALITY CREATE CONTINUOUS DATABASE"
                         + " DATABASES DEFAULT DELETE DESC DESTINATIONS DIAGNOSTICS DISTINCT DROP"
                         + " DURATION END EVERY EXACT EXPLAIN FIELD FOR FROM GRANT GRANTS GROUP"
                         + " GROUPS IN INF INSERT INTO KEY KEYS KILL LIMIT MEASUREMENT MEASUREMENTS"
                         + " NAME OFFSET ON ORDER PASSWORD POLICY POLICIES PRIVILEGES QUERIES QUERY"
                         + " READ REPLICATION RESAMPLE RETENTION REVOKE SELECT SERIES SET SHOW"
                         + " SHARD SHARDS SLIMIT SOFFSET STATS SUBSCRIPTION SUBSCRIPTIONS TAG TO"
                         + " USER USERS VALUES VERBOSE WHERE WITH WRITE AND OR TRUE FALSE")
                            .split(" "));

    private Words() {}

    /// Whether a word, in any case, is one that the language keeps for itself.
    public static boolean isKeyword(String word) {
        return KEYWORDS.contains(word.toUpperCase(Locale.ROOT));
    }

    /// Whether a name can be written without quotes.
    public static boolean isBareName(String name) {
        if (name.isEmpty() || !isNameStart(name.charAt(0)) || isKeyword(name)) {
            return false;
        }
        return name.chars().allMatch(Words::isNamePart);
    }

    /// A letter of the Latin alphabet without accents, or an underscore.
    public static boolean isNameStart(int c) {
        return isLetter(c) || c == '_';
    }

    public static boolean isNamePart(int c) {
        return isNameStart(c) || isDigit(c);
    }

    public static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    public static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
