package dev.tidalite.query.internal.exec;

import dev.tidalite.engine.Snapshot;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// A query language: makes a plan of a text. Safe for use by many threads.
public interface Frontend {
    /// @param snapshot the schemas to resolve names against; not kept
    /// @param parameters for their types only: the plan must hold for other values as well
    /// @throws dev.tidalite.query.QueryException with the position in `text`
    Planned plan(String text, Snapshot snapshot, Map<String, @Nullable Object> parameters);

    /// @param metadata of the result's schema, such as InfluxQL's group keys
    /// @param fieldMetadata per column, besides what [PlanColumn#origin] says; may be empty
    record Planned(
            PhysicalPlan plan,
            Map<String, String> metadata,
            List<Map<String, String>> fieldMetadata) {
        public static Planned of(PhysicalPlan plan) {
            return new Planned(plan, Map.of(), List.of());
        }
    }
}
