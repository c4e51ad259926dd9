package dev.tidalite.engine.internal.compaction;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.manifest.Manifest;
import dev.tidalite.engine.internal.manifest.ManifestEdit;
import dev.tidalite.engine.internal.manifest.PinnedState;
import dev.tidalite.engine.internal.manifest.TableState;
import dev.tidalite.engine.internal.merge.MergeSource;
import dev.tidalite.engine.internal.merge.MergedRows;
import dev.tidalite.engine.internal.segment.SegmentId;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.internal.segment.SegmentStore;
import dev.tidalite.engine.jfr.CompactionEvent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Merges segments, one task after the other. Readers and writers go on meanwhile: what a snapshot
/// has pinned stays, and a flush only adds.
///
/// Several threads may run tasks of different tables; if somebody else takes away a segment that is
/// being merged (a deletion, a drop), the merge has been for nothing and is thrown away.
public final class Compaction {
    private static final System.Logger LOG = System.getLogger(Compaction.class.getName());

    private final Manifest manifest;
    private final SegmentStore segments;
    private final CompactionLimits limits;

    /// Segments that could not be read; they are let alone until the engine is opened again.
    private final Set<SegmentId> unreadable = ConcurrentHashMap.newKeySet();

    public Compaction(Manifest manifest, SegmentStore segments, CompactionLimits limits) {
        this.manifest = manifest;
        this.segments = segments;
        this.limits = limits;
    }

    /// Runs the next task of any table.
    ///
    /// @param restSequence a partition none of whose segments has a later write is at rest
    /// @return what was done; empty if there is nothing to do
    /// @throws java.util.concurrent.CancellationException if the pace says so; nothing has happened
    ///     then
    public Optional<CompactionReport> runOnce(long restSequence, Pace pace) {
        for (TableState table : manifest.state().tables().values()) {
            List<SegmentMeta> live = table.segments().segments();
            Optional<CompactionTask> task =
                    CompactionPlanner.plan(readable(live), limits, restSequence);
            if (task.isPresent()) {
                return Optional.of(run(task.get(), pace));
            }
        }
        return Optional.empty();
    }

    /// Leaves out whole partitions that hold a segment that cannot be read.
    private List<SegmentMeta> readable(List<SegmentMeta> live) {
        Set<Long> bad =
                live.stream()
                        .filter(segment -> unreadable.contains(segment.id()))
                        .map(this::partition)
                        .collect(Collectors.toSet());
        return live.stream().filter(segment -> !bad.contains(partition(segment))).toList();
    }

    private long partition(SegmentMeta segment) {
        return limits.partitions().number(segment.timeRange().startNs());
    }

    /// Runs one task, or as much of it as there is memory for.
    public CompactionReport run(CompactionTask wanted, Pace pace) {
        CompactionEvent event = new CompactionEvent();
        event.begin();
        List<SegmentMeta> written = new ArrayList<>();
        boolean done = false;
        CompactionTask task = wanted;
        try (PinnedState pinned = manifest.pin()) {
            if (isLive(wanted, pinned)) {
                task = CompactionPlanner.fitting(wanted, limits, segments::seriesBytes);
                done = merge(task, pace, written);
            }
        } catch (EngineException.Corrupt e) {
            LOG.log(System.Logger.Level.ERROR, "a segment cannot be merged", e);
            task.inputs().forEach(segment -> unreadable.add(segment.id()));
        } finally {
            // A commit that failed may be there after the next opening: its files stay.
            if (!done && manifest.failure() == null) {
                written.forEach(segments::discard);
                written.clear();
            }
        }
        CompactionReport report =
                new CompactionReport(
                        done ? task.inputs().size() : 0,
                        done ? task.inputBytes() : 0,
                        written.size(),
                        written.stream().mapToLong(SegmentMeta::fileBytes).sum(),
                        written.stream().mapToLong(SegmentMeta::rowCount).sum());
        event.tableId = task.table().value();
        event.inputCount = task.inputs().size();
        event.inputBytes = task.inputBytes();
        event.outputBytes = report.writtenBytes();
        event.rowCount = report.writtenRowCount();
        event.commit();
        return report;
    }

    private static boolean isLive(CompactionTask task, PinnedState pinned) {
        return pinned.state().segments(task.table()).containsAll(ids(task.inputs()));
    }

    private static Set<SegmentId> ids(Collection<SegmentMeta> segments) {
        return segments.stream().map(SegmentMeta::id).collect(Collectors.toSet());
    }

    private boolean merge(CompactionTask task, Pace pace, List<SegmentMeta> written) {
        for (TimeRange range : task.outputRanges()) {
            List<MergeSource> sources = new ArrayList<>();
            for (SegmentMeta input : task.inputs()) {
                if (input.timeRange().overlaps(range)) {
                    PacedRows rows = new PacedRows(segments.open(input), pace);
                    sources.add(new MergeSource(rows, range, null, 0));
                }
            }
            MergedRows merged = sources.isEmpty() ? null : MergedRows.of(sources);
            if (merged != null && merged.rowCount() > 0) {
                written.add(
                        segments.write(
                                merged,
                                task.table(),
                                manifest.nextSegmentId(),
                                task.firstSequence(),
                                task.lastSequence()));
            }
        }
        try {
            manifest.commit(
                    new ManifestEdit.SegmentsReplaced(task.table(), ids(task.inputs()), written));
            return true;
        } catch (EngineException.NotFound e) {
            LOG.log(System.Logger.Level.DEBUG, "merged for nothing", e);
            return false;
        }
    }
}
