package dev.tidalite.engine.internal.ingest;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The distinct tag sets of an appender's rows, each with the key that stands for it: so that a key
/// is put together once, and not for every row. A set is looked up by the strings it was given as,
/// in their order; the same tags in another order are another set of the same series.
///
/// Used by one thread.
final class TagSets {
    /// Never part of UTF-8: no key here can equal one of a line, or another one by accident.
    static final byte SEPARATOR = (byte) 0xFF;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final byte[] keyPrefix;
    private final Utf8Texts texts = new Utf8Texts();
    private final ByteArrayOutputStream scratch = new ByteArrayOutputStream();

    private int size;
    private Entry[] entries = new Entry[64];
    private int[] slots = new int[128];
    private int last = -1;
    private @Nullable SeriesKeys numberedBy;

    /// One set.
    static final class Entry {
        private final String[] tags;
        private final long hash;
        private final byte[] key;
        private final long keyHash;

        /// The number of the key in the keys of the database, as far as it is known.
        int keyNumber = SeriesKeys.NONE;

        private Entry(String[] tags, long hash, byte[] key, long keyHash) {
            this.tags = tags;
            this.hash = hash;
            this.key = key;
            this.keyHash = keyHash;
        }

        /// The separated names and values, behind the prefix.
        byte[] key() {
            return key;
        }

        long keyHash() {
            return keyHash;
        }
    }

    /// @param keyPrefix what every key begins with
    TagSets(byte[] keyPrefix) {
        this.keyPrefix = keyPrefix;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
        entries = new Entry[64];
        slots = new int[128];
        last = -1;
    }

    Entry get(int number) {
        return entries[number];
    }

    /// Forgets the numbers of keys, if they are not those of these.
    @SuppressWarnings("ReferenceEquality") // another object numbers anew
    void turnTo(SeriesKeys keys) {
        if (numberedBy != keys) {
            numberedBy = keys;
            for (int number = 0; number < size; number++) {
                entries[number].keyNumber = SeriesKeys.NONE;
            }
        }
    }

    /// What a tag adds to the hash of those before it.
    static long hash(long before, String name, String value) {
        return (before ^ name.hashCode() + ((long) value.hashCode() << 32)) * FACTOR;
    }

    /// The number of a set, which is added if it is new.
    ///
    /// @param tags a name and a value in turn, in `tags[0, length)`
    /// @param hash of them
    int number(String[] tags, int length, long hash) {
        int next = last + 1 < size ? last + 1 : 0;
        if (next < size && matches(entries[next], tags, length, hash)) {
            last = next;
            return next;
        }
        int mask = slots.length - 1;
        int slot = spread(hash) & mask;
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            if (matches(entries[number], tags, length, hash)) {
                last = number;
                return number;
            }
            slot = slot + 1 & mask;
        }
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
        }
        byte[] key = key(tags, length);
        entries[size] = new Entry(Arrays.copyOf(tags, length), hash, key, hash(key));
        last = size++;
        slots[slot] = size;
        if (size * 2 > slots.length) {
            rehash();
        }
        return last;
    }

    private static boolean matches(Entry entry, String[] tags, int length, long hash) {
        if (entry.hash != hash || entry.tags.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!entry.tags[i].equals(tags[i])) {
                return false;
            }
        }
        return true;
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int number = 0; number < size; number++) {
            int slot = spread(entries[number].hash) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = number + 1;
        }
    }

    private static int spread(long hash) {
        return (int) (hash ^ hash >>> 32);
    }

    private byte[] key(String[] tags, int length) {
        scratch.reset();
        scratch.writeBytes(keyPrefix);
        for (int i = 0; i < length; i++) {
            scratch.writeBytes(texts.utf8(tags[i]));
            scratch.write(SEPARATOR);
        }
        return scratch.toByteArray();
    }

    private static long hash(byte[] bytes) {
        long hash = bytes.length;
        int at = 0;
        for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(bytes, at)) * FACTOR;
            hash ^= hash >>> 32;
        }
        for (; at < bytes.length; at++) {
            hash = (hash ^ bytes[at]) * FACTOR;
        }
        return hash ^ hash >>> 29;
    }
}
