package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.batch.StringDictionary;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Keeps one of several dictionaries with the same entries in the same order, as files of the same
/// series have them: their names are in memory once, and whoever merges such files sees that they
/// are the same without looking at them. Keeps nothing alive that nobody uses.
///
/// Safe for many threads.
public final class SharedDictionaries {
    private static final int PURGE_MIN = 64;

    /// By the hash of their entries; another one with the same hash takes the place.
    private final Map<Integer, WeakReference<StringDictionary>> known = new HashMap<>();

    private int purgeSize = PURGE_MIN;

    /// The dictionary with these entries that is in use already, or else this one.
    public StringDictionary shared(StringDictionary dictionary) {
        int hash = hash(dictionary);
        synchronized (this) {
            WeakReference<StringDictionary> reference = known.get(hash);
            StringDictionary other = reference == null ? null : reference.get();
            if (other != null && areEqual(other, dictionary)) {
                return other;
            }
            known.put(hash, new WeakReference<>(dictionary));
            if (known.size() > purgeSize) {
                known.values().removeIf(entry -> entry.refersTo(null));
                purgeSize = Math.max(PURGE_MIN, known.size() * 2);
            }
            return dictionary;
        }
    }

    private static int hash(StringDictionary dictionary) {
        int hash = dictionary.size();
        for (int id = 0; id < dictionary.size(); id++) {
            hash = 31 * hash + Arrays.hashCode(dictionary.bytes(id));
        }
        return hash;
    }

    private static boolean areEqual(StringDictionary a, StringDictionary b) {
        boolean equal = a.size() == b.size();
        for (int id = 0; equal && id < a.size(); id++) {
            equal = Arrays.equals(a.bytes(id), b.bytes(id));
        }
        return equal;
    }
}
