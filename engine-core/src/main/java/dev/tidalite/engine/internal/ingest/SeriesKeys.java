package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.internal.catalog.Table;

import java.util.Arrays;

/// Which series a key means that was seen before, byte for byte as it was written. Several keys
/// may mean the same series: the same tags in another order.
///
/// Keys are numbered in the order in which they came, and lie behind each other: writers tend to
/// name their series in the same order again and again, so that the next key is mostly the one
/// behind the last, and in the cache by the time it is looked at.
///
/// Looking up takes no lock and may miss a key that was added just now; adding is done by one
/// thread at a time. Never forgets: whoever owns it replaces it when it has become large or when
/// a table is dropped.
final class SeriesKeys {
    /// The number of a key that is not known.
    static final int NONE = -1;

    private static final int TEXT_BYTES_MIN = 4 << 10;
    private static final int TEXT_BYTES_MAX = 1 << 20;

    /// What a key takes beside its bytes: its entries in the arrays, which may be half empty.
    private static final int HEAP_BYTES = 72;

    private volatile Columns columns = new Columns(64);
    private byte[] text = new byte[0];
    private int textBytes;

    /// How many keys there are. Written after everything about them, read before it.
    private volatile int size;

    /// What is known of the keys, by their number; replaced by longer arrays as they come.
    private static final class Columns {
        final long[] hashes;
        final byte[][] texts;
        final int[] starts;
        final int[] ends;
        final Table[] tables;

        /// Numbers in the registries of the tables.
        final int[] series;

        /// Numbers of keys plus 1, by hash, open addressing, at most half full.
        final int[] slots;

        Columns(int capacity) {
            this(
                    new long[capacity],
                    new byte[capacity][],
                    new int[capacity],
                    new int[capacity],
                    new Table[capacity],
                    new int[capacity]);
        }

        private Columns(
                long[] hashes,
                byte[][] texts,
                int[] starts,
                int[] ends,
                Table[] tables,
                int[] series) {
            this.hashes = hashes;
            this.texts = texts;
            this.starts = starts;
            this.ends = ends;
            this.tables = tables;
            this.series = series;
            this.slots = new int[hashes.length * 2];
        }

        Columns grown() {
            int length = hashes.length * 2;
            Columns wider =
                    new Columns(
                            Arrays.copyOf(hashes, length),
                            Arrays.copyOf(texts, length),
                            Arrays.copyOf(starts, length),
                            Arrays.copyOf(ends, length),
                            Arrays.copyOf(tables, length),
                            Arrays.copyOf(series, length));
            for (int number = 0; number < hashes.length; number++) {
                wider.put(number);
            }
            return wider;
        }

        void put(int number) {
            int mask = slots.length - 1;
            int slot = place(hashes[number]) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = number + 1;
        }

        boolean matches(int number, byte[] bytes, int from, int to, long hash) {
            return hashes[number] == hash
                    && Arrays.equals(texts[number], starts[number], ends[number], bytes, from, to);
        }
    }

    /// The number of a key, or [#NONE].
    ///
    /// @param guess a number that may be its, any one
    int find(byte[] bytes, int from, int to, long hash, int guess) {
        Columns known = columns;
        int count = size;
        if (guess >= 0 && guess < count && guess < known.hashes.length) {
            if (known.matches(guess, bytes, from, to, hash)) {
                return guess;
            }
        }
        int mask = known.slots.length - 1;
        int slot = place(hash) & mask;
        while (true) {
            int number = known.slots[slot] - 1;
            if (number < 0 || number >= count) {
                return NONE;
            }
            if (known.matches(number, bytes, from, to, hash)) {
                return number;
            }
            slot = slot + 1 & mask;
        }
    }

    /// The table of a key that was found.
    Table table(int number) {
        return columns.tables[number];
    }

    /// The number, in the registry of its table, of the series of a key that was found.
    int series(int number) {
        return columns.series[number];
    }

    /// Adds a key unless it is there. The bytes are copied.
    ///
    /// @return the bytes of heap that this took
    synchronized long add(byte[] key, long hash, Table table, int series) {
        if (find(key, 0, key.length, hash, NONE) != NONE) {
            return 0;
        }
        int number = size;
        if (number == columns.hashes.length) {
            columns = columns.grown();
        }
        int start = append(key);
        Columns target = columns;
        target.hashes[number] = hash;
        target.texts[number] = text;
        target.starts[number] = start;
        target.ends[number] = start + key.length;
        target.tables[number] = table;
        target.series[number] = series;
        size = number + 1;
        target.put(number);
        return HEAP_BYTES + (long) key.length;
    }

    /// Copies a key to where there is room; what was there before stays where it is.
    ///
    /// @return its place in `text`
    private int append(byte[] key) {
        if (key.length > text.length - textBytes) {
            int length = Math.clamp(text.length * 2L, TEXT_BYTES_MIN, TEXT_BYTES_MAX);
            text = new byte[Math.max(key.length, length)];
            textBytes = 0;
        }
        int start = textBytes;
        System.arraycopy(key, 0, text, start, key.length);
        textBytes = start + key.length;
        return start;
    }

    private static int place(long hash) {
        return (int) (hash ^ hash >>> 32);
    }
}
