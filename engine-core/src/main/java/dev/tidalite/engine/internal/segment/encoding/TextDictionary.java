package dev.tidalite.engine.internal.segment.encoding;

import java.util.Arrays;

/// Numbers the distinct texts of a column in the order of their appearance, as long as they are few
/// and short.
///
/// Reused from column to column; used by one thread.
public final class TextDictionary {
    /// Texts chosen to collide cost no more than this: then the column has no dictionary.
    private static final int PROBES_MAX = 64;

    private final int sizeMax;
    private final int bytesMax;
    private final int[] slotIds;
    private final int[] slotHashes;
    private final PageBytes bytes = new PageBytes(1 << 12);
    private final int[] ends;
    private int size;

    /// @param sizeMax of distinct texts
    /// @param bytesMax of all of them together
    public TextDictionary(int sizeMax, int bytesMax) {
        this.sizeMax = sizeMax;
        this.bytesMax = bytesMax;
        int slots = Math.max(2, Integer.highestOneBit(sizeMax) * 4);
        this.slotIds = new int[slots];
        this.slotHashes = new int[slots];
        this.ends = new int[sizeMax];
        clear();
    }

    public void clear() {
        Arrays.fill(slotIds, -1);
        bytes.clear();
        size = 0;
    }

    public int size() {
        return size;
    }

    /// The UTF-8 of all texts, one after the other.
    public byte[] bytes() {
        return bytes.array();
    }

    public int start(int id) {
        return id == 0 ? 0 : ends[id - 1];
    }

    public int end(int id) {
        return ends[id];
    }

    /// @return the number of a text, or -1 if it is one too many
    public int add(byte[] source, int from, int to) {
        int hash = hash(source, from, to);
        int slot = hash & slotIds.length - 1;
        for (int probe = 0; probe < PROBES_MAX; probe++) {
            int id = slotIds[slot];
            if (id < 0) {
                return insert(slot, hash, source, from, to);
            }
            if (slotHashes[slot] == hash
                    && Arrays.equals(bytes.array(), start(id), ends[id], source, from, to)) {
                return id;
            }
            slot = slot + 1 & slotIds.length - 1;
        }
        return -1;
    }

    private int insert(int slot, int hash, byte[] source, int from, int to) {
        if (size == sizeMax || bytes.size() > bytesMax - (to - from)) {
            return -1;
        }
        bytes.append(source, from, to);
        slotIds[slot] = size;
        slotHashes[slot] = hash;
        ends[size] = bytes.size();
        return size++;
    }

    private static int hash(byte[] source, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + source[i];
        }
        return hash ^ hash >>> 15;
    }
}
