package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.query.internal.frontend.influxql.ast.Source;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which databases a statement speaks of, and the statement without their names: the version 1
/// interface lets a statement name its database, everything behind it knows only one.
public final class Targets {
    /// A database and, if one is named, a retention policy of it.
    ///
    /// @param database null if only the policy is named
    public record Target(@Nullable String database, @Nullable String retentionPolicy) {}

    private Targets() {}

    /// What the sources and ON of a statement name, each once. Sources that name nothing stand for
    /// a target without any name.
    public static Set<Target> of(Statement statement) {
        Set<Target> targets = new LinkedHashSet<>();
        switch (statement) {
            case Statement.Select select -> collect(select, targets);
            case Statement.Explain explain -> collect(explain.select(), targets);
            case Statement.ShowRetentionPolicies show -> on(show.database(), targets);
            case Statement.ShowMeasurements show -> {
                on(show.database(), targets);
                if (show.with() != null) {
                    collect(List.of(show.with()), targets);
                }
            }
            case Statement.ShowTagKeys show -> on(show.database(), show.from(), targets);
            case Statement.ShowTagValues show -> on(show.database(), show.from(), targets);
            case Statement.ShowFieldKeys show -> on(show.database(), show.from(), targets);
            case Statement.ShowSeries show -> on(show.database(), show.from(), targets);
            case Statement.ShowCardinality show -> on(show.database(), show.from(), targets);
            case Statement.Delete delete -> collect(delete.from(), targets);
            case Statement.DropSeries drop -> collect(drop.from(), targets);
            case Statement.DropMeasurement ignored -> {}
            case Statement.ShowDatabases ignored -> {}
            case Statement.CreateDatabase ignored -> {}
            case Statement.DropDatabase ignored -> {}
            case Statement.CreateRetentionPolicy ignored -> {}
            case Statement.AlterRetentionPolicy ignored -> {}
            case Statement.DropRetentionPolicy ignored -> {}
            case Statement.Administrative ignored -> {}
        }
        return targets;
    }

    private static void on(@Nullable String database, List<Source> from, Set<Target> targets) {
        on(database, targets);
        Set<Target> named = new LinkedHashSet<>();
        collect(from, named);
        named.remove(new Target(null, null));
        targets.addAll(named);
    }

    private static void on(@Nullable String database, Set<Target> targets) {
        if (database != null) {
            targets.add(new Target(database, null));
        }
    }

    private static void collect(Statement.Select select, Set<Target> targets) {
        collect(select.from(), targets);
    }

    private static void collect(List<? extends Source> from, Set<Target> targets) {
        for (Source source : from) {
            switch (source) {
                case Source.Measurement measurement ->
                        targets.add(
                                new Target(measurement.database(), measurement.retentionPolicy()));
                case Source.Subquery(Statement.Select select) -> collect(select, targets);
            }
        }
    }

    /// The same statement with nothing before its measurements' names, and without ON.
    public static Statement removed(Statement statement) {
        return switch (statement) {
            case Statement.Select select -> removed(select);
            case Statement.Explain(boolean analyze, boolean verbose, Statement.Select select) ->
                    new Statement.Explain(analyze, verbose, removed(select));
            case Statement.ShowRetentionPolicies ignored ->
                    new Statement.ShowRetentionPolicies(null);
            case Statement.ShowMeasurements show ->
                    new Statement.ShowMeasurements(
                            null,
                            show.with() == null ? null : removed(show.with()),
                            show.where(),
                            show.descending(),
                            show.page());
            case Statement.ShowTagKeys show ->
                    new Statement.ShowTagKeys(
                            null,
                            removed(show.from()),
                            show.where(),
                            show.descending(),
                            show.page(),
                            show.seriesPage());
            case Statement.ShowTagValues show ->
                    new Statement.ShowTagValues(
                            null,
                            removed(show.from()),
                            show.key(),
                            show.where(),
                            show.descending(),
                            show.page());
            case Statement.ShowFieldKeys show ->
                    new Statement.ShowFieldKeys(
                            null, removed(show.from()), show.descending(), show.page());
            case Statement.ShowSeries show ->
                    new Statement.ShowSeries(
                            null,
                            removed(show.from()),
                            show.where(),
                            show.descending(),
                            show.page());
            case Statement.ShowCardinality show ->
                    new Statement.ShowCardinality(
                            show.counted(),
                            show.exact(),
                            null,
                            removed(show.from()),
                            show.key(),
                            show.where(),
                            show.groupBy(),
                            show.page());
            case Statement.Delete delete ->
                    new Statement.Delete(removed(delete.from()), delete.where());
            case Statement.DropSeries drop ->
                    new Statement.DropSeries(removed(drop.from()), drop.where());
            case Statement.DropMeasurement same -> same;
            case Statement.ShowDatabases same -> same;
            case Statement.CreateDatabase same -> same;
            case Statement.DropDatabase same -> same;
            case Statement.CreateRetentionPolicy same -> same;
            case Statement.AlterRetentionPolicy same -> same;
            case Statement.DropRetentionPolicy same -> same;
            case Statement.Administrative same -> same;
        };
    }

    private static Statement.Select removed(Statement.Select select) {
        return new Statement.Select(
                select.fields(),
                select.into(),
                removed(select.from()),
                select.where(),
                select.groupBy(),
                select.fill(),
                select.descending(),
                select.page(),
                select.seriesPage(),
                select.zone());
    }

    private static List<Source> removed(List<Source> from) {
        List<Source> removed = new ArrayList<>();
        for (Source source : from) {
            removed.add(
                    switch (source) {
                        case Source.Measurement measurement -> removed(measurement);
                        case Source.Subquery(Statement.Select select) ->
                                new Source.Subquery(removed(select));
                    });
        }
        return removed;
    }

    private static Source.Measurement removed(Source.Measurement measurement) {
        return new Source.Measurement(null, null, measurement.name(), measurement.pattern());
    }
}
