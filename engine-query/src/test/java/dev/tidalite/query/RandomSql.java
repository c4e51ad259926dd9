package dev.tidalite.query;

import java.util.SplittableRandom;

/// Makes queries over a table `t (time, host, region, x DOUBLE, n BIGINT, s VARCHAR, ok BOOLEAN)`
/// that this engine and DuckDB understand alike. The time is unique.
final class RandomSql {
    private static final String[] AGGREGATES = {
        "count(*)",
        "sum(%s)",
        "min(%s)",
        "max(%s)",
        "avg(%s)",
        "count(%s)",
        "count(DISTINCT %s)",
        "sum(DISTINCT n)",
        "var_pop(%s)",
        "median(x)",
        "bool_and(ok)",
        "min(s)",
        "max(host)"
    };
    private static final String[] KEYS = {
        "host",
        "region",
        "ok",
        "n % 3",
        "coalesce(s, 'none')",
        "n",
        "x",
        "date_trunc('minute', time)"
    };
    private static final String[] NUMBERING = {
        "row_number()", "rank()", "dense_rank()", "percent_rank()", "cume_dist()", "ntile(3)"
    };
    private static final String[] MOVING = {
        "sum(n)",
        "avg(n)",
        "min(x)",
        "max(n)",
        "count(*)",
        "count(x)",
        "first_value(n)",
        "last_value(x)",
        "nth_value(n, 2)"
    };
    private static final String[] FRAMES = {
        "",
        " ROWS BETWEEN 2 PRECEDING AND CURRENT ROW",
        " ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING",
        " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
        " ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING",
        " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
    };

    private final SplittableRandom random;

    RandomSql(SplittableRandom random) {
        this.random = random;
    }

    /// @param ordered whether the order of the rows is told
    record Query(String text, boolean ordered) {}

    Query next() {
        return switch (random.nextInt(9)) {
            case 0 -> ordered();
            case 1 -> unordered(grouped());
            case 2 -> unordered(joined());
            case 3 -> unordered(windowed());
            case 4 -> unordered(sets());
            case 5 -> unordered(groupingSets());
            case 6 -> unordered(correlated());
            case 7 -> unordered(firstOfEach());
            default -> unordered(nested());
        };
    }

    private static Query unordered(String text) {
        return new Query(text, false);
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    private Query ordered() {
        StringBuilder text = new StringBuilder("SELECT time, " + number(2) + " AS v, ");
        text.append(text(1)).append(" AS c FROM t WHERE ").append(condition(2));
        text.append(" ORDER BY ");
        if (random.nextInt(3) > 0) {
            text.append(sortKey()).append(", ");
        }
        text.append("time").append(pick("", " DESC"));
        if (random.nextBoolean()) {
            text.append(" LIMIT ").append(random.nextInt(20));
            text.append(random.nextBoolean() ? " OFFSET " + random.nextInt(10) : "");
        }
        return new Query(text.toString(), true);
    }

    private String sortKey() {
        return pick("x", "n", "s", "host", "region", "ok", "n % 3", "abs(n - 2)", "x + n")
                + pick("", " DESC")
                + pick(" NULLS FIRST", " NULLS LAST");
    }

    private String grouped() {
        String key = pick(KEYS);
        StringBuilder text = new StringBuilder("SELECT " + key + " AS k");
        for (int index = 0; index < 3; index++) {
            text.append(", ").append(aggregate()).append(" AS a").append(index);
        }
        text.append(" FROM t WHERE ").append(condition(2)).append(" GROUP BY ").append(key);
        return random.nextBoolean()
                ? text.toString()
                : text + " HAVING " + aggregate() + pick(" IS NOT NULL", " IS NULL");
    }

    private String aggregate() {
        String call = pick(AGGREGATES).replace("%s", pick("n", "n", number(1)));
        return random.nextInt(4) == 0 ? call + " FILTER (WHERE " + condition(1) + ")" : call;
    }

    private String groupingSets() {
        String sets =
                pick(
                        "ROLLUP (host, region)",
                        "CUBE (host, ok)",
                        "GROUPING SETS ((host, region), (region), ())",
                        "GROUPING SETS ((host), (ok), (host, ok))");
        boolean isOk = sets.contains("ok");
        String other = isOk ? "ok" : "region";
        return "SELECT host, "
                + other
                + ", grouping(host) AS g, count(*) AS c, sum(n) AS s FROM t WHERE "
                + condition(1)
                + " GROUP BY "
                + sets;
    }

    private String joined() {
        String kind = pick("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN");
        String right =
                pick(
                        "(SELECT region, max(n) AS m FROM t GROUP BY region)",
                        "(SELECT DISTINCT region, n AS m FROM t WHERE " + condition(1) + ")",
                        "(SELECT host AS region, count(*) AS m FROM t GROUP BY host)");
        String extra = pick("", " AND a.n < b.m", " AND a.n + 1 = b.m", " AND a.n IS NOT NULL");
        return "SELECT a.time, a.n, b.region, b.m FROM (SELECT * FROM t WHERE "
                + condition(1)
                + ") a "
                + kind
                + " "
                + right
                + " b ON a.region = b.region"
                + extra;
    }

    private String windowed() {
        String partition = pick("", "PARTITION BY host ", "PARTITION BY region, ok ");
        String order = "ORDER BY " + sortKey() + ", time";
        return "SELECT time, "
                + pick(NUMBERING)
                + " OVER ("
                + partition
                + order
                + ") AS r, "
                + pick(MOVING)
                + " OVER ("
                + partition
                + order
                + pick(FRAMES)
                + ") AS m, "
                + pick("lag(n)", "lead(x, 2)", "lag(n, 1, 0)", "lead(s)")
                + " OVER (ORDER BY time) AS l FROM t WHERE "
                + condition(1);
    }

    private String sets() {
        String columns = pick("host, region", "n, ok", "s, host", "x, n");
        return "SELECT "
                + columns
                + " FROM t WHERE "
                + condition(1)
                + " "
                + pick("UNION", "UNION ALL", "INTERSECT", "EXCEPT", "INTERSECT ALL", "EXCEPT ALL")
                + " SELECT "
                + columns
                + " FROM t WHERE "
                + condition(1);
    }

    private String correlated() {
        String inner = "SELECT 1 FROM t b WHERE b.host = a.host AND b.n " + pick("<", ">") + " a.n";
        String test =
                switch (random.nextInt(5)) {
                    case 0 -> "EXISTS (" + inner + ")";
                    case 1 -> "NOT EXISTS (" + inner + ")";
                    case 2 -> "a.n NOT IN (SELECT n FROM t WHERE " + condition(1) + ")";
                    case 3 -> "a.n = (SELECT max(n) FROM t b WHERE b.host = a.host)";
                    default -> "a.x > ALL (SELECT x FROM t WHERE s = 's1' AND x IS NOT NULL)";
                };
        return "SELECT time, host, n FROM t a WHERE " + test;
    }

    private String firstOfEach() {
        String key = pick("host", "region", "ok", "host, region");
        return "SELECT DISTINCT ON ("
                + key
                + ") "
                + key
                + ", time, x FROM t WHERE "
                + condition(1)
                + " ORDER BY "
                + key
                + ", "
                + pick("time", "time DESC", "n DESC NULLS LAST, time");
    }

    private String nested() {
        return "WITH w AS (SELECT host, n, "
                + number(2)
                + " AS v FROM t WHERE "
                + condition(2)
                + ") SELECT host, count(v) AS c, max(v) AS m FROM w WHERE "
                + pick("v IS NOT NULL", "n > 0", "host <> ''", "v > 1 OR n IS NULL")
                + " GROUP BY host";
    }

    private String number(int depth) {
        if (depth == 0) {
            return pick("x", "n", "n", String.valueOf(random.nextInt(-3, 9)));
        }
        String a = number(depth - 1);
        return switch (random.nextInt(9)) {
            case 0 -> "(" + a + pick(" + ", " - ", " * ") + number(depth - 1) + ")";
            case 1 -> "abs(" + a + ")";
            case 2 -> "coalesce(" + a + ", " + number(depth - 1) + ")";
            case 3 -> "CASE WHEN " + condition(depth - 1) + " THEN " + a + " ELSE n END";
            case 4 -> "nullif(" + a + ", 2)";
            case 5 -> pick("greatest(", "least(") + a + ", " + number(depth - 1) + ")";
            case 6 -> "n % " + pick("2", "3", "-4");
            case 7 -> pick("floor(", "ceil(", "round(") + "x * 1.5)";
            default -> a;
        };
    }

    private String text(int depth) {
        return switch (depth == 0 ? random.nextInt(3) : random.nextInt(8)) {
            case 0 -> "host";
            case 1 -> "s";
            case 2 -> "region";
            case 3 -> "upper(" + text(depth - 1) + ")";
            case 4 -> "(" + text(depth - 1) + " || " + text(depth - 1) + ")";
            case 5 -> "replace(" + text(depth - 1) + ", 's', 'z')";
            case 6 -> "coalesce(" + text(depth - 1) + ", 'none')";
            default -> "CASE WHEN " + condition(0) + " THEN s ELSE host END";
        };
    }

    private String condition(int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            return switch (random.nextInt(4)) {
                case 0 -> "(" + condition(depth - 1) + " AND " + condition(depth - 1) + ")";
                case 1 -> "(" + condition(depth - 1) + " OR " + condition(depth - 1) + ")";
                case 2 -> "NOT (" + condition(depth - 1) + ")";
                default -> "(" + condition(depth - 1) + ") IS NOT TRUE";
            };
        }
        return switch (random.nextInt(13)) {
            case 0 -> number(1) + pick(" < ", " <= ", " > ", " = ", " <> ") + number(1);
            case 1 -> "x <= " + random.nextInt(-20, 20) / 4.0;
            case 2 -> "host IN ('a', 'it''s')";
            case 3 -> "n IN (1, 2, NULL)";
            case 4 -> pick("s", "x", "region") + pick(" IS NULL", " IS NOT NULL");
            case 5 -> "time >= TIMESTAMP '1970-01-01 00:00:" + random.nextInt(10, 60) + "'";
            case 6 -> "s LIKE 's1%'";
            case 7 -> "n NOT IN (1, 2, 3)";
            case 8 -> "n BETWEEN " + random.nextInt(-4, 4) + " AND " + random.nextInt(9);
            case 9 -> "n IS " + pick("", "NOT ") + "DISTINCT FROM " + pick("x", "3", "NULL");
            case 10 -> "ok";
            case 11 -> "n > " + random.nextInt(10);
            default -> "region IN (SELECT region FROM t WHERE n = 5)";
        };
    }
}
