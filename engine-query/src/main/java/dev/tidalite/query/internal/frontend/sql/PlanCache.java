package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.query.internal.exec.Frontend.Planned;
import dev.tidalite.query.internal.exec.PhysicalPlan;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Plans by the text of their queries without the literals of their conditions. A plan is used
/// again as long as the tables it reads have the columns it was made for; the one that was not used
/// for the longest time goes first. Safe for use by many threads.
final class PlanCache {
    private final int entriesMax;
    private final Map<Key, CachedPlan> entries;

    /// @param key the text without literals; see [Slots#key]
    /// @param parameterTypes a letter per parameter, in the order of their names
    private record Key(String database, String key, String parameterTypes) {}

    /// @param dynamic the names of the parameters that the plan knows as `?0`, `?1` …
    private record CachedPlan(PhysicalPlan plan, List<TableSchema> tables, List<String> dynamic) {}

    PlanCache(int entriesMax) {
        this.entriesMax = entriesMax;
        this.entries =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Key, CachedPlan> eldest) {
                        return size() > PlanCache.this.entriesMax;
                    }
                };
    }

    Planned plan(
            String text,
            List<Token> tokens,
            Snapshot snapshot,
            Map<String, @Nullable Object> parameters) {
        Slots slots = entriesMax == 0 ? Slots.NONE : Slots.of(tokens);
        CachedPlan entry = entry(text, tokens, slots, snapshot, parameters);
        Map<String, @Nullable Object> values = slots.values();
        for (int index = 0; index < entry.dynamic.size(); index++) {
            values.put("?" + index, parameters.get(entry.dynamic.get(index)));
        }
        return Planned.of(entry.plan).with(values);
    }

    private CachedPlan entry(
            String text,
            List<Token> tokens,
            Slots slots,
            Snapshot snapshot,
            Map<String, @Nullable Object> parameters) {
        if (entriesMax == 0) {
            return fresh(text, tokens, slots, snapshot, parameters);
        }
        Key key = new Key(snapshot.database(), slots.key(), types(parameters));
        CachedPlan entry;
        synchronized (entries) {
            entry = entries.get(key);
        }
        if (entry == null || !isCurrent(entry, snapshot)) {
            entry = fresh(text, tokens, slots, snapshot, parameters);
            if (!holdsRows(entry.plan)) {
                synchronized (entries) {
                    entries.put(key, entry);
                }
            }
        }
        return entry;
    }

    private static CachedPlan fresh(
            String text,
            List<Token> tokens,
            Slots slots,
            Snapshot snapshot,
            Map<String, @Nullable Object> parameters) {
        Rewritten rewritten = DialectRewriter.rewrite(text, tokens, slots, parameters);
        PhysicalPlan plan = new QueryPlanner(text, rewritten, snapshot).plan();
        return new CachedPlan(plan, tables(plan, snapshot), rewritten.dynamic());
    }

    private static String types(Map<String, @Nullable Object> parameters) {
        if (parameters.isEmpty()) {
            return "";
        }
        StringBuilder types = new StringBuilder();
        parameters.forEach((name, value) ->
                types.append(name).append(DialectRewriter.letter(value)).append(' '));
        return types.toString();
    }

    private static boolean isCurrent(CachedPlan entry, Snapshot snapshot) {
        for (TableSchema table : entry.tables) {
            Optional<TableSchema> now = snapshot.table(table.table());
            if (now.isEmpty() || !now.get().equals(table)) {
                return false;
            }
        }
        return true;
    }

    private static List<TableSchema> tables(PhysicalPlan plan, Snapshot snapshot) {
        List<TableSchema> tables = new ArrayList<>();
        collect(plan, snapshot, tables);
        return tables;
    }

    private static void collect(PhysicalPlan plan, Snapshot snapshot, List<TableSchema> tables) {
        if (plan instanceof PhysicalPlan.Scan scan) {
            snapshot.table(scan.table()).ifPresent(tables::add);
        }
        plan.inputs().forEach(input -> collect(input, snapshot, tables));
    }

    /// Whether a plan holds rows that were looked up when it was made. Constants of the text may
    /// be among them; such a plan is cheap to make again.
    private static boolean holdsRows(PhysicalPlan plan) {
        return plan instanceof PhysicalPlan.Values
                || plan.inputs().stream().anyMatch(PlanCache::holdsRows);
    }
}
