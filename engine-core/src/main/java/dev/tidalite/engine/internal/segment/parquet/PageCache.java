package dev.tidalite.engine.internal.segment.parquet;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Keeps decoded pieces of files that are read again and again in a small part: pages,
/// dictionaries, series directories. Bounded; what was not used for the longest time goes first. A
/// quarter of it is for page indexes, which the files keep themselves ([IndexBudget]).
///
/// Safe for many threads. What is in it is immutable and may be used on after it went.
public final class PageCache {
    /// One piece of a file.
    ///
    /// @param file by identity
    /// @param piece what of it; negative numbers are not pages
    private record Key(ParquetFile file, int group, int column, int piece) {}

    private record Entry(Object value, long bytes) {}

    static final int DICTIONARY = -1;

    /// For what is built from a whole file.
    public static final int WHOLE_FILE = -2;

    /// The values of a column in the last row of each series.
    public static final int SERIES_ENDS = -3;

    /// What page indexes may take of what is kept, as a share.
    private static final int INDEX_SHARE = 4;

    private final long bytesMax;
    private final IndexBudget indexes;
    private final SharedDictionaries dictionaries = new SharedDictionaries();
    private final Map<Key, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    /// @param bytesMax 0 keeps nothing
    public PageCache(long bytesMax) {
        this.indexes = new IndexBudget(bytesMax / INDEX_SHARE);
        this.bytesMax = bytesMax - bytesMax / INDEX_SHARE;
    }

    /// What bounds the page indexes of the same files.
    public IndexBudget indexes() {
        return indexes;
    }

    /// What the files have in common.
    public SharedDictionaries dictionaries() {
        return dictionaries;
    }

    /// Keeps nothing.
    public static PageCache none() {
        return new PageCache(0);
    }

    public <T> @Nullable T get(Class<T> type, ParquetFile file, int group, int column, int piece) {
        if (bytesMax == 0) {
            return null;
        }
        synchronized (this) {
            Entry entry = entries.get(new Key(file, group, column, piece));
            return entry == null ? null : type.cast(entry.value);
        }
    }

    /// @param value immutable from now on
    /// @param valueBytes roughly what it takes; too much for the whole cache is not kept
    /// @return whether it was kept
    public boolean put(
            Object value, long valueBytes, ParquetFile file, int group, int column, int piece) {
        if (valueBytes > bytesMax) {
            return false;
        }
        synchronized (this) {
            Entry before =
                    entries.put(new Key(file, group, column, piece), new Entry(value, valueBytes));
            bytes += valueBytes - (before == null ? 0 : before.bytes);
            Iterator<Entry> eldest = entries.values().iterator();
            while (bytes > bytesMax) {
                bytes -= eldest.next().bytes;
                eldest.remove();
            }
        }
        return true;
    }

    /// Forgets everything of a file that will not be read any more.
    public synchronized void forget(ParquetFile file) {
        indexes.forget(file);
        Iterator<Map.Entry<Key, Entry>> all = entries.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Key, Entry> next = all.next();
            if (next.getKey().file == file) {
                bytes -= next.getValue().bytes;
                all.remove();
            }
        }
    }

    /// Bytes in use, roughly, without the page indexes.
    public synchronized long byteSize() {
        return bytes;
    }
}
