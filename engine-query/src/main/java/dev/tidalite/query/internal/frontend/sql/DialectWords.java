package dev.tidalite.query.internal.frontend.sql;

import java.util.Map;
import java.util.Set;

/// The words and operators of the dialect that are more than names.
final class DialectWords {
    static final Set<String> KEYWORDS =
            Set.of(
                    ("SELECT FROM WHERE GROUP BY HAVING ORDER LIMIT OFFSET AS ON USING AND OR NOT"
                                    + " IN LIKE ILIKE ESCAPE BETWEEN IS NULL TRUE FALSE CASE WHEN"
                                    + " THEN ELSE END JOIN INNER LEFT RIGHT FULL OUTER CROSS"
                                    + " NATURAL LATERAL UNION INTERSECT ALL DISTINCT ANY SOME"
                                    + " EXISTS CAST TRY_CAST OVER WITH RECURSIVE VALUES ASC DESC"
                                    + " NULLS FILTER WITHIN EXTRACT ROLLUP CUBE GROUPING SETS"
                                    + " QUALIFY WINDOW FETCH EXCEPT UNNEST TRIM")
                            .split(" "));

    /// Keywords that are functions as well, or only words, depending on what follows.
    static final Set<String> FUNCTIONS_BEFORE_PARENTHESIS = Set.of("LEFT", "RIGHT", "TRIM");

    static final Set<String> WINDOW_KEYWORDS =
            Set.of(
                    "PARTITION",
                    "ROWS",
                    "RANGE",
                    "GROUPS",
                    "PRECEDING",
                    "FOLLOWING",
                    "UNBOUNDED",
                    "CURRENT",
                    "ROW");

    static final Set<String> CLOCKS = Set.of("CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP");

    static final Map<String, String> SYMBOLS =
            Map.ofEntries(
                    Map.entry("~", "RLIKE"),
                    Map.entry("~*", "RLIKE '(?i)' ||"),
                    Map.entry("!~", "NOT RLIKE"),
                    Map.entry("!~*", "NOT RLIKE '(?i)' ||"),
                    Map.entry("~~", "LIKE"),
                    Map.entry("~~*", "ILIKE"),
                    Map.entry("!~~", "NOT LIKE"),
                    Map.entry("!~~*", "NOT ILIKE"),
                    Map.entry("!=", "<>"),
                    Map.entry("#", "^"),
                    // carriers of the right precedence: Calcite knows neither as an operator
                    Map.entry("|", "SIMILAR TO"),
                    Map.entry(">>", "NOT SIMILAR TO"));

    private DialectWords() {}
}
