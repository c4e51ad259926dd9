package dev.tidalite.lp.internal.parse;

import dev.tidalite.lp.Escapes;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Finds names that a line gives twice, by their resolved text. Asked only for a series or a
/// sequence of field keys that was not seen before.
public final class Duplicates {
    /// Up to so many names are compared each with each; more go through a hash table.
    private static final int PAIRWISE_MAX = 12;

    /// Slots of the hash table: the index of a name plus 1, or 0.
    private int[] slots = {};

    private int mask;

    private byte[] left = {};
    private byte[] right = {};
    private boolean repeated;

    /// @return the first tag whose key an earlier tag has, or -1
    public int tag(byte[] bytes, LineTokens tokens) {
        return first(
                bytes,
                tokens.tagCount,
                tokens.tagKeyFrom,
                tokens.tagKeyBytes,
                tokens.tagKeyEscaped,
                null);
    }

    /// @return the first field whose key an earlier field has with another type, or -1
    public int conflictingField(byte[] bytes, LineTokens tokens) {
        return first(
                bytes,
                tokens.fieldCount,
                tokens.fieldKeyFrom,
                tokens.fieldKeyBytes,
                tokens.fieldKeyEscaped,
                tokens.fieldType);
    }

    /// Whether any two names were equal in the last search, conflict or not.
    public boolean repeated() {
        return repeated;
    }

    private int first(
            byte[] bytes,
            int count,
            int[] from,
            int[] lengths,
            boolean[] escaped,
            byte @Nullable [] types) {
        repeated = false;
        boolean hashed = count > PAIRWISE_MAX;
        if (hashed) {
            clearSlots(count);
        }
        for (int i = 0; i < count; i++) {
            int earlier =
                    hashed
                            ? putHashed(bytes, i, from, lengths, escaped)
                            : findPairwise(bytes, i, from, lengths, escaped);
            if (earlier >= 0) {
                repeated = true;
                if (types == null || kind(types[i]) != kind(types[earlier])) {
                    return i;
                }
            }
        }
        return -1;
    }

    private int findPairwise(byte[] bytes, int i, int[] from, int[] lengths, boolean[] escaped) {
        for (int j = 0; j < i; j++) {
            if (equal(bytes, i, j, from, lengths, escaped)) {
                return j;
            }
        }
        return -1;
    }

    private int putHashed(byte[] bytes, int i, int[] from, int[] lengths, boolean[] escaped) {
        int slot = hash(bytes, from[i], from[i] + lengths[i], escaped[i]) & mask;
        while (slots[slot] != 0) {
            int earlier = slots[slot] - 1;
            if (equal(bytes, i, earlier, from, lengths, escaped)) {
                return earlier;
            }
            slot = slot + 1 & mask;
        }
        slots[slot] = i + 1;
        return -1;
    }

    private int hash(byte[] bytes, int from, int to, boolean escaped) {
        long hash;
        if (escaped) {
            left = atLeast(left, to - from);
            hash = KeyHash.of(left, 0, Escapes.key(bytes, from, to, left, 0));
        } else {
            hash = KeyHash.of(bytes, from, to);
        }
        return (int) hash;
    }

    private boolean equal(
            byte[] bytes, int i, int j, int[] from, int[] lengths, boolean[] escaped) {
        int iTo = from[i] + lengths[i];
        int jTo = from[j] + lengths[j];
        if (!escaped[i] && !escaped[j]) {
            if (lengths[i] != lengths[j] || bytes[iTo - 1] != bytes[jTo - 1]) {
                return false;
            }
            return Arrays.equals(bytes, from[i], iTo, bytes, from[j], jTo);
        }
        left = atLeast(left, lengths[i]);
        right = atLeast(right, lengths[j]);
        int leftLength = Escapes.key(bytes, from[i], iTo, left, 0);
        int rightLength = Escapes.key(bytes, from[j], jTo, right, 0);
        return Arrays.equals(left, 0, leftLength, right, 0, rightLength);
    }

    private void clearSlots(int count) {
        int capacity = Integer.highestOneBit(count) * 4;
        if (slots.length < capacity) {
            slots = new int[capacity];
        } else {
            Arrays.fill(slots, 0, capacity, 0);
        }
        mask = capacity - 1;
    }

    private static byte[] atLeast(byte[] buffer, int length) {
        return buffer.length >= length ? buffer : new byte[length];
    }

    private static byte kind(byte type) {
        return type == LineTokens.STRING_ESCAPED ? LineTokens.STRING : type;
    }
}
