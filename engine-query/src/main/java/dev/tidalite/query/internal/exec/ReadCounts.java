package dev.tidalite.query.internal.exec;

import dev.tidalite.engine.ScanObserver;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts what the scans of one node read of files. Safe for use by many threads.
final class ReadCounts implements ScanObserver {
    private final AtomicInteger fileCount = new AtomicInteger();
    private final Map<Path, Long> files = new ConcurrentHashMap<>();
    private final Map<Page, Long> pages = new ConcurrentHashMap<>();

    private record Page(Path file, long offset) {}

    @Override
    public void onScan(int count) {
        fileCount.accumulateAndGet(count, Math::max);
    }

    @Override
    public void onFile(Path file, long pageCount) {
        files.merge(file, pageCount, Math::max);
    }

    @Override
    public void onPage(Path file, long offset, long byteCount) {
        pages.put(new Page(file, offset), byteCount);
    }

    /// Files that had to be looked into of those there are, pages read of those which these have
    /// of the wanted columns, bytes of the pages.
    @Override
    public String toString() {
        return "files=%d/%d pages=%d/%d bytes=%d"
                .formatted(files.size(), fileCount.get(), pages.size(), sum(files), sum(pages));
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
