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
/// Whoever appends the rows of many series mostly does so in the same order again and again. So the
/// tags of a row are first compared with those of the set behind the last one, one by one as they
/// come; only when they differ are they gathered, hashed and looked up.
///
/// Used by one thread, but for what is [#known] at a moment, which another thread may use
/// meanwhile.
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

    /// Whose numbers the entries have; used by whoever uses what is [#known].
    private @Nullable SeriesKeys numberedBy;

    /// The set of the row before.
    private int last = -1;

    /// The set that the row's tags are, as far as they are known; null once they differ.
    private @Nullable Entry expected;

    /// How many of [#tags], or of the expected set's, are the row's.
    private int length;

    /// The names and values of the row's tags, in turn; behind them those of another set.
    private String[] tags = new String[16];

    /// How many of the names, from the first on, are known to be distinct.
    private int distinctLength;

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

    /// The sets of a moment. One thread at a time may use those of the same [TagSets].
    static final class Known {
        private final TagSets sets;
        private final Entry[] entries;
        private final int size;
        private final int rowLength;

        private Known(TagSets sets, Entry[] entries, int size, int rowLength) {
            this.sets = sets;
            this.entries = entries;
            this.size = size;
            this.rowLength = rowLength;
        }

        Entry get(int number) {
            return entries[number];
        }

        /// How many names and values the last row had.
        int rowLength() {
            return rowLength;
        }

        /// Forgets the numbers of keys, if they are not those of these.
        @SuppressWarnings("ReferenceEquality") // another object numbers anew
        void turnTo(SeriesKeys keys) {
            if (sets.numberedBy != keys) {
                sets.numberedBy = keys;
                for (int number = 0; number < size; number++) {
                    entries[number].keyNumber = SeriesKeys.NONE;
                }
            }
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
        expected = null;
        length = 0;
    }

    /// How long the keys are before their first tag.
    int keyPrefixBytes() {
        return keyPrefix.length;
    }

    /// The sets there are now, whatever comes to these later.
    Known known() {
        return new Known(this, entries, size, length);
    }

    /// Begins the tags of a row.
    void begin() {
        int next = following();
        expected = next < size ? entries[next] : null;
        length = 0;
    }

    private int following() {
        return last + 1 < size ? last + 1 : 0;
    }

    /// Adds a tag to the row that was begun.
    ///
    /// @throws IllegalArgumentException if the name or the value is empty, or the row has a tag of
    ///     that name; it is not added then
    void add(String name, String value) {
        Entry like = expected;
        int at = length;
        if (like != null) {
            String[] known = like.tags;
            if (at < known.length && known[at].equals(name) && known[at + 1].equals(value)) {
                length = at + 2;
                return;
            }
            gather(like);
        }
        if (name.isEmpty() || value.isEmpty()) {
            throw new IllegalArgumentException("tag \"%s\" = \"%s\"".formatted(name, value));
        }
        if (at >= distinctLength || !tags[at].equals(name)) {
            addName(name);
        }
        tags[at + 1] = value;
        length = at + 2;
    }

    /// Goes on with the tags of a set that the row shares its first tags with.
    private void gather(Entry like) {
        expected = null;
        distinctLength = like.tags.length;
        if (distinctLength > tags.length) {
            tags = new String[distinctLength * 2];
        }
        System.arraycopy(like.tags, 0, tags, 0, distinctLength);
    }

    private void addName(String name) {
        int at = length;
        for (int i = 0; i < at; i += 2) {
            if (tags[i].equals(name)) {
                throw new IllegalArgumentException("tag " + name + " was set already");
            }
        }
        if (at == tags.length) {
            tags = Arrays.copyOf(tags, at * 2);
        }
        tags[at] = name;
        distinctLength = at + 2;
    }

    /// The number of the set that the row's tags are, which is added if it is new.
    int number() {
        Entry like = expected;
        if (like != null) {
            if (length == like.tags.length) {
                last = following();
                return last;
            }
            gather(like);
        }
        long hash = hash(tags, length);
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

    private static long hash(String[] tags, int length) {
        long hash = 0;
        for (int at = 0; at < length; at += 2) {
            hash = (hash ^ tags[at].hashCode() + ((long) tags[at + 1].hashCode() << 32)) * FACTOR;
        }
        return hash;
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
