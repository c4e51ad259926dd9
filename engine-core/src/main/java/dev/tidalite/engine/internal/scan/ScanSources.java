package dev.tidalite.engine.internal.scan;

import dev.tidalite.engine.ScanObserver;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.merge.MergeSource;
import dev.tidalite.engine.internal.merge.SeriesDirectory;
import dev.tidalite.engine.internal.merge.SeriesUnion;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.internal.merge.TagFilter;
import dev.tidalite.engine.internal.segment.SegmentMeta;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The rows of some eras that a scan wants, and their series. Files are opened when it is first
/// asked; safe for many threads.
final class ScanSources {
    private final List<Era> eras;
    private final ResolvedScan scan;
    private final SegmentOpener opener;
    private @Nullable Opened opened;

    ScanSources(List<Era> eras, ResolvedScan scan, SegmentOpener opener) {
        this.eras = eras;
        this.scan = scan;
        this.opener = opener;
    }

    /// @param sources by era and sequence; those that have none of the series wanted are left out
    /// @param union their series
    record Opened(List<MergeSource> sources, SeriesUnion union) {
        /// Covers the times of all rows that can come.
        TimeRange timeRange() {
            TimeRange all = TimeRange.NONE;
            for (MergeSource source : sources) {
                all = all.union(source.clip().intersect(source.rows().timeRange()));
            }
            return all;
        }
    }

    /// Is told what is read.
    ScanObserver observer() {
        return scan.observer();
    }

    synchronized Opened open() {
        if (opened == null) {
            List<MergeSource> sources = new ArrayList<>();
            for (int era = 0; era < eras.size(); era++) {
                addEra(eras.get(era), era, sources);
            }
            opened = new Opened(List.copyOf(sources), SeriesUnion.of(sources));
        }
        return opened;
    }

    private void addEra(Era era, int number, List<MergeSource> sources) {
        List<SortedRows> rows = new ArrayList<>(era.memtables());
        for (SegmentMeta segment : era.segments()) {
            rows.add(opener.open(segment));
        }
        rows.sort(Comparator.comparingLong(SortedRows::sequence));
        boolean alone = rows.size() == 1 && !rows.getFirst().mayHoldDuplicates();
        boolean prunes = alone && !scan.fieldPredicates().isEmpty();
        for (SortedRows one : rows) {
            long[] candidates = prunes ? one.candidates(scan.fieldPredicates()) : null;
            if (candidates != null && candidates.length == 0) {
                continue;
            }
            SeriesDirectory directory = one.series();
            int[] wanted = TagFilter.wanted(directory, scan.schema(), scan.tagPredicates());
            if (wanted == null || wanted.length > 0) {
                one.announce(scan.ordinals(), scan.observer());
                sources.add(
                        new MergeSource(one, directory, era.range(), wanted, number, candidates));
            }
        }
    }
}
