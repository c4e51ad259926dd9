package dev.tidalite.engine.internal.retention;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.manifest.DatabaseState;
import dev.tidalite.engine.internal.manifest.Manifest;
import dev.tidalite.engine.internal.manifest.ManifestEdit;
import dev.tidalite.engine.internal.manifest.ManifestState;
import dev.tidalite.engine.internal.manifest.TableState;
import dev.tidalite.engine.internal.segment.SegmentId;
import dev.tidalite.engine.internal.segment.SegmentMeta;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Drops segments all of whose rows are older than their database keeps.
public final class Retention {
    private final Manifest manifest;

    public Retention(Manifest manifest) {
        this.manifest = manifest;
    }

    /// The times of rows that a database still keeps.
    ///
    /// @param retentionNs how long it keeps them, [ManifestEdit.RetentionSet#KEEP_ALL] if for ever
    public static TimeRange kept(long retentionNs, long nowNs) {
        long start = nowNs - retentionNs;
        boolean all = retentionNs == ManifestEdit.RetentionSet.KEEP_ALL || start > nowNs;
        return all ? TimeRange.ALL : new TimeRange(start, Long.MAX_VALUE);
    }

    /// The segments that hold nothing any more that is kept.
    static Set<SegmentId> expired(Collection<SegmentMeta> live, TimeRange kept) {
        return live.stream()
                .filter(segment -> !segment.timeRange().overlaps(kept))
                .map(SegmentMeta::id)
                .collect(Collectors.toSet());
    }

    /// Drops what has expired.
    ///
    /// @return how many segments
    public int run(long nowNs) {
        ManifestState state = manifest.state();
        List<ManifestEdit> edits = new ArrayList<>();
        int count = 0;
        for (TableState table : state.tables().values()) {
            DatabaseState database = state.databases().get(table.database());
            if (database == null) {
                continue;
            }
            TimeRange kept = kept(database.retentionNs(), nowNs);
            Set<SegmentId> expired = expired(table.segments().segments(), kept);
            if (!expired.isEmpty()) {
                edits.add(new ManifestEdit.SegmentsDropped(table.id(), expired));
                count += expired.size();
            }
        }
        if (edits.isEmpty()) {
            return 0;
        }
        try {
            manifest.commit(edits);
            return count;
        } catch (EngineException.NotFound e) {
            return 0; // somebody merged or dropped one meanwhile: the next run sees what is left
        }
    }
}
