package dev.tidalite.engine.internal.manifest;

import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.internal.segment.SegmentId;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;

import java.util.List;
import java.util.Set;

/// A change of what is true on disk.
public sealed interface ManifestEdit {
    /// A database exists from now on. Changes nothing if it did before.
    record DatabaseCreated(String database) implements ManifestEdit {}

    /// A database, its tables and their segments are gone.
    record DatabaseDropped(String database) implements ManifestEdit {}

    /// @param retentionNs how long the database keeps rows, positive; [#KEEP_ALL] if for ever
    record RetentionSet(String database, long retentionNs) implements ManifestEdit {
        public static final long KEEP_ALL = Long.MAX_VALUE;

        public RetentionSet {
            if (retentionNs <= 0) {
                throw new IllegalArgumentException("retention of " + retentionNs + " ns");
            }
        }
    }

    /// A table has these columns from now on. It may be new; if it is not, its columns so far are a
    /// prefix of these, and nothing changes if they are the same.
    ///
    /// @param database comes into being if it does not exist
    record TableDefined(TableId table, String database, TableSchema schema)
            implements ManifestEdit {}

    /// A table and its segments are gone.
    record TableDropped(TableId table) implements ManifestEdit {}

    /// A segment is live from now on; its file is durable already.
    record SegmentAdded(SegmentMeta segment) implements ManifestEdit {}

    /// Segments of one table make place for others that hold the same rows.
    ///
    /// @param removed live ones
    /// @param added their files are durable already; may be none
    record SegmentsReplaced(TableId table, Set<SegmentId> removed, List<SegmentMeta> added)
            implements ManifestEdit {
        public SegmentsReplaced {
            removed = Set.copyOf(removed);
            added = List.copyOf(added);
        }
    }

    /// Segments of one table are gone, with their rows.
    ///
    /// @param removed live ones
    record SegmentsDropped(TableId table, Set<SegmentId> removed) implements ManifestEdit {
        public SegmentsDropped {
            removed = Set.copyOf(removed);
        }
    }

    /// Every write up to this place is in live segments, or in nothing that is still wanted: the
    /// log is not needed up to here.
    record Flushed(SequenceNumber upTo) implements ManifestEdit {}

    /// No later table or segment gets one of these numbers or a smaller one.
    record NumbersUsed(long lastTableId, long lastSegmentId) implements ManifestEdit {}
}
