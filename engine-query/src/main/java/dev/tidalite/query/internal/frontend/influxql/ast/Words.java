package dev.tidalite.query.internal.frontend.influxql.ast;

import org.jspecify.annotations.Nullable;

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

    /// A word that the language keeps for itself in capitals; null for any other.
    public static @Nullable String keyword(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!isLetter(word.charAt(i))) {
                return null;
            }
        }
        String capitals = word.toUpperCase(Locale.ROOT);
        return KEYWORDS.contains(capitals) ? capitals : null;
    }

    /// Whether a name can be written without quotes.
    public static boolean isBareName(String name) {
        if (name.isEmpty() || !isNameStart(name.charAt(0)) || keyword(name) != null) {
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
