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

    /// @param values of parameters that the frontend itself put into the plan in place of this
    ///     text's literals; to be bound besides the user's, whose names are others
    /// @param metadata of the result's schema, such as InfluxQL's group keys
    /// @param fieldMetadata per column, besides what [PlanColumn#origin] says; may be empty
    record Planned(
            PhysicalPlan plan,
            Map<String, @Nullable Object> values,
            Map<String, String> metadata,
            List<Map<String, String>> fieldMetadata) {
        public Planned(
                PhysicalPlan plan,
                Map<String, String> metadata,
                List<Map<String, String>> fieldMetadata) {
            this(plan, Map.of(), metadata, fieldMetadata);
        }

        public static Planned of(PhysicalPlan plan) {
            return new Planned(plan, Map.of(), List.of());
        }

        /// Another plan with the same values.
        public Planned with(PhysicalPlan other) {
            return new Planned(other, values, metadata, fieldMetadata);
        }

        /// The same plan with other values.
        public Planned with(Map<String, @Nullable Object> others) {
            return new Planned(plan, others, metadata, fieldMetadata);
        }
    }
}
