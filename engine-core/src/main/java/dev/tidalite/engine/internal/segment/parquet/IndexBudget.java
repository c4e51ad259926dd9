package dev.tidalite.engine.internal.segment.parquet;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Bounds what the page indexes of open files take in memory: those of the file that was not read
/// for the longest time go first, and are read again when they are wanted. The file that asked last
/// keeps its own, whatever they take.
///
/// Safe for many threads.
public final class IndexBudget {
    private final long bytesMax;
    private final Map<ParquetFile, Long> files = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    IndexBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// Says that somebody is about to read a file.
    public synchronized void touch(ParquetFile file) {
        files.get(file); // makes it the one that was read last
    }

    /// Called when a file has read a part of its index.
    synchronized void add(ParquetFile file, long indexBytes) {
        files.merge(file, indexBytes, Long::sum);
        bytes += indexBytes;
        Iterator<Map.Entry<ParquetFile, Long>> eldest = files.entrySet().iterator();
        while (bytes > bytesMax && files.size() > 1) {
            Map.Entry<ParquetFile, Long> next = eldest.next();
            bytes -= next.getValue();
            next.getKey().forgetIndex();
            eldest.remove();
        }
    }

    /// Called when a file is closed.
    synchronized void forget(ParquetFile file) {
        Long known = files.remove(file);
        bytes -= known == null ? 0 : known;
    }

    /// Bytes in use, roughly.
    public synchronized long byteSize() {
        return bytes;
    }
}
