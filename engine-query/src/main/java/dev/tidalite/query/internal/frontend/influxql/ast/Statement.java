package dev.tidalite.query.internal.frontend.influxql.ast;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One statement as it was written.
public sealed interface Statement {
    /// `SELECT`
    ///
    /// @param into where the rows are to be written, or null
    /// @param groupBy column names, `time(…)`, patterns and `*`
    /// @param fill what stands in for missing buckets; null if not said
    /// @param descending `ORDER BY time DESC`
    /// @param page of rows, for each series
    /// @param seriesPage of series
    /// @param zone the argument of `tz`, or null
    record Select(
            List<Field> fields,
            @Nullable Target into,
            List<Source> from,
            @Nullable Expression where,
            List<Expression> groupBy,
            @Nullable Fill fill,
            boolean descending,
            Page page,
            Page seriesPage,
            @Nullable String zone)
            implements Statement {
        public Select {
            fields = List.copyOf(fields);
            from = List.copyOf(from);
            groupBy = List.copyOf(groupBy);
        }

        /// The same with another GROUP BY.
        public Select groupedBy(List<Expression> other) {
            return new Select(
                    fields, into, from, where, other, fill, descending, page, seriesPage, zone);
        }
    }

    /// `EXPLAIN [ANALYZE] [VERBOSE] SELECT …`
    record Explain(boolean analyze, boolean verbose, Select select) implements Statement {}

    /// `SHOW DATABASES`
    record ShowDatabases() implements Statement {}

    /// `SHOW RETENTION POLICIES [ON db]`
    record ShowRetentionPolicies(@Nullable String database) implements Statement {}

    /// `SHOW MEASUREMENTS`
    ///
    /// @param with the name or pattern that a measurement must have, or null
    record ShowMeasurements(
            @Nullable String database,
            Source.@Nullable Measurement with,
            @Nullable Expression where,
            boolean descending,
            Page page)
            implements Statement {}

    /// `SHOW TAG KEYS`
    record ShowTagKeys(
            @Nullable String database,
            List<Source> from,
            @Nullable Expression where,
            boolean descending,
            Page page,
            Page seriesPage)
            implements Statement {
        public ShowTagKeys {
            from = List.copyOf(from);
        }
    }

    /// `SHOW TAG VALUES`
    record ShowTagValues(
            @Nullable String database,
            List<Source> from,
            KeyFilter key,
            @Nullable Expression where,
            boolean descending,
            Page page)
            implements Statement {
        public ShowTagValues {
            from = List.copyOf(from);
        }
    }

    /// `SHOW FIELD KEYS`
    record ShowFieldKeys(
            @Nullable String database, List<Source> from, boolean descending, Page page)
            implements Statement {
        public ShowFieldKeys {
            from = List.copyOf(from);
        }
    }

    /// `SHOW SERIES`
    record ShowSeries(
            @Nullable String database,
            List<Source> from,
            @Nullable Expression where,
            boolean descending,
            Page page)
            implements Statement {
        public ShowSeries {
            from = List.copyOf(from);
        }
    }

    /// `SHOW … [EXACT] CARDINALITY`
    ///
    /// @param key of tag values only, otherwise null
    record ShowCardinality(
            Counted counted,
            boolean exact,
            @Nullable String database,
            List<Source> from,
            @Nullable KeyFilter key,
            @Nullable Expression where,
            List<Expression> groupBy,
            Page page)
            implements Statement {
        public ShowCardinality {
            from = List.copyOf(from);
            groupBy = List.copyOf(groupBy);
        }
    }

    /// `CREATE DATABASE name [WITH …]`
    record CreateDatabase(String name, @Nullable RetentionPolicy policy) implements Statement {}

    /// `DROP DATABASE name`
    record DropDatabase(String name) implements Statement {}

    /// `CREATE RETENTION POLICY name ON db …`
    record CreateRetentionPolicy(String database, RetentionPolicy policy) implements Statement {}

    /// `ALTER RETENTION POLICY name ON db …`
    record AlterRetentionPolicy(String database, RetentionPolicy policy) implements Statement {}

    /// `DROP RETENTION POLICY name ON db`
    record DropRetentionPolicy(String database, String name) implements Statement {}

    /// `DROP MEASUREMENT name`
    record DropMeasurement(String name) implements Statement {}

    /// `DELETE [FROM …] [WHERE …]`: at least one of the two is there.
    record Delete(List<Source> from, @Nullable Expression where) implements Statement {
        public Delete {
            from = List.copyOf(from);
        }
    }

    /// `DROP SERIES [FROM …] [WHERE …]`: at least one of the two is there.
    record DropSeries(List<Source> from, @Nullable Expression where) implements Statement {
        public DropSeries {
            from = List.copyOf(from);
        }
    }

    /// A statement about users, grants, shards, subscriptions, continuous queries or the server
    /// itself: read as far as its end, and answered by nobody.
    ///
    /// @param words its keywords and values, one blank between them
    record Administrative(String words) implements Statement {}

    /// A column of the result.
    record Field(Expression expression, @Nullable String alias) {}

    /// Where `INTO` points.
    ///
    /// @param measurement null for `:MEASUREMENT`, the name that the rows come from
    record Target(
            @Nullable String database,
            @Nullable String retentionPolicy,
            @Nullable String measurement) {}

    /// `LIMIT` and `OFFSET`, or `SLIMIT` and `SOFFSET`.
    ///
    /// @param limit 0 for no limit
    /// @param offset how many are left out first
    record Page(long limit, long offset) {
        public static final Page ALL = new Page(0, 0);

        public boolean isAll() {
            return limit == 0 && offset == 0;
        }
    }

    /// What `fill(…)` says.
    sealed interface Fill {
        Fill NULL = new Plain(FillKind.NULL);
        Fill NONE = new Plain(FillKind.NONE);
        Fill PREVIOUS = new Plain(FillKind.PREVIOUS);
        Fill LINEAR = new Plain(FillKind.LINEAR);

        /// One of the words.
        record Plain(FillKind kind) implements Fill {}

        /// A number.
        record Value(Expression number) implements Fill {}
    }

    /// The words that may stand in `fill(…)`.
    enum FillKind {
        NULL,
        NONE,
        PREVIOUS,
        LINEAR
    }

    /// Which tag keys `WITH KEY …` admits.
    sealed interface KeyFilter {
        /// `= name` or `!= name`
        record Named(String name, boolean negated) implements KeyFilter {}

        /// `=~ /pattern/` or `!~ /pattern/`
        record Matching(String pattern, boolean negated) implements KeyFilter {}

        /// `IN (name, …)`
        record Among(List<String> names) implements KeyFilter {
            public Among {
                names = List.copyOf(names);
            }
        }
    }

    /// What a cardinality counts.
    enum Counted {
        SERIES("SERIES"),
        MEASUREMENTS("MEASUREMENT"),
        TAG_KEYS("TAG KEY"),
        TAG_VALUES("TAG VALUES"),
        FIELD_KEYS("FIELD KEY");

        private final String words;

        Counted(String words) {
            this.words = words;
        }

        /// As it is written.
        public String words() {
            return words;
        }
    }

    /// How long a database keeps its rows.
    ///
    /// @param name null if `WITH` names none
    /// @param durationNs 0 for ever; null if not said
    /// @param shardDurationNs accepted and without effect; null if not said
    /// @param replication accepted and without effect; null if not said
    record RetentionPolicy(
            @Nullable String name,
            @Nullable Long durationNs,
            @Nullable Long shardDurationNs,
            @Nullable Integer replication,
            boolean isDefault) {}
}
