package dev.tidalite.engine.batch;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Distinct texts numbered from 0. Immutable; two vectors with the same dictionary object number
/// alike, so that a reader may keep what it worked out per entry as long as the object is the same.
///
/// Safe for use by many threads.
public final class StringDictionary {
    private final byte[][] entries;
    private final @Nullable String[] texts;
    private volatile int @Nullable [] ranks;

    /// @param entries UTF-8, distinct; owned by the dictionary from now on
    public StringDictionary(byte[][] entries) {
        this.entries = entries;
        this.texts = new String[entries.length];
    }

    public static StringDictionary of(List<String> texts) {
        byte[][] entries = new byte[texts.size()][];
        for (int id = 0; id < entries.length; id++) {
            entries[id] = texts.get(id).getBytes(StandardCharsets.UTF_8);
        }
        return new StringDictionary(entries);
    }

    public int size() {
        return entries.length;
    }

    /// The UTF-8 of an entry; not to be written to.
    public byte[] bytes(int id) {
        return entries[id];
    }

    /// The text of an entry, made at the first call; a race makes two equal strings, no harm.
    public String text(int id) {
        String text = texts[id];
        if (text == null) {
            text = new String(entries[id], StandardCharsets.UTF_8);
            texts[id] = text;
        }
        return text;
    }

    /// The place of every entry in the order of unsigned bytes, worked out at the first call; not
    /// to be written to.
    public int[] ranks() {
        int[] known = ranks;
        if (known == null) {
            Integer[] order = new Integer[entries.length];
            Arrays.setAll(order, id -> id);
            Arrays.sort(order, (a, b) -> Arrays.compareUnsigned(entries[a], entries[b]));
            known = new int[entries.length];
            for (int rank = 0; rank < known.length; rank++) {
                known[order[rank]] = rank;
            }
            ranks = known;
        }
        return known;
    }

    /// The number of an entry, or -1. Linear: for small dictionaries and for tests.
    public int find(byte[] utf8) {
        for (int id = 0; id < entries.length; id++) {
            if (Arrays.equals(entries[id], utf8)) {
                return id;
            }
        }
        return -1;
    }
}
