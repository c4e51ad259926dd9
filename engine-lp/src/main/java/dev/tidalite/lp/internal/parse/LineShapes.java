package dev.tidalite.lp.internal.parse;

import dev.tidalite.lp.internal.number.Digits;
import dev.tidalite.lp.internal.scan.ByteScanner;

import org.jspecify.annotations.Nullable;

/// The shapes that a decoder has learned, and the guess which one the next line has: the one that
/// followed the last line's shape before, else the one last seen with the same first key.
///
/// A shape is learned when it is seen for the second time, so that a flood of lines that all differ
/// neither fills the table nor costs memory. Shapes are never forgotten, because their numbers are
/// given to sinks; when [#SHAPES_MAX] are known, or their text has [#TEXT_BYTES_MAX], others are
/// just not predicted any more.
public final class LineShapes {
    private static final int SHAPES_MAX = 4_096;
    private static final int TEXT_BYTES_MAX = 1 << 20;
    private static final int SEEN_SLOTS = 1_024;
    private static final int FIRST_KEY_BITS = 8;

    /// Open addressing by the hash of the keys; twice as many slots as shapes.
    private final @Nullable LineShape[] slots = new LineShape[2 * SHAPES_MAX];

    private final long[] slotHashes = new long[slots.length];

    /// Hashes of shapes that were seen once, each in the slot that its low bits say.
    private final long[] seenOnce = new long[SEEN_SLOTS];

    private final @Nullable LineShape[] byFirstKey = new LineShape[1 << FIRST_KEY_BITS];
    private @Nullable LineShape last;
    private int shapeCount;
    private int textBytes;

    /// Reads the fields that begin at `from` into the tokens if they have a shape that could be
    /// guessed and all is plain.
    ///
    /// @return where they end, or -1 if the line is to be parsed in full
    public int predict(
            byte[] bytes,
            int from,
            int to,
            int stringBytesMax,
            ByteScanner scanner,
            LineTokens tokens) {
        LineShape previous = last;
        LineShape guess = previous == null ? null : previous.successor;
        if (guess != null) {
            int end = guess.fields(bytes, from, to, stringBytesMax, scanner, tokens);
            if (end >= 0) {
                if (guess != previous) {
                    last = guess;
                }
                return end;
            }
        }
        LineShape second = byFirstKey[firstKeySlot(bytes, from, to)];
        if (second == null || second == guess) {
            return -1;
        }
        int end = second.fields(bytes, from, to, stringBytesMax, scanner, tokens);
        if (end >= 0) {
            follow(second);
        }
        return end;
    }

    /// The layout of the line that was predicted last.
    public int layout() {
        LineShape shape = last;
        return shape == null ? 0 : shape.layout;
    }

    /// Takes note of a line that was parsed in full.
    ///
    /// @return its layout, or 0 if it has none yet
    public int learn(byte[] bytes, LineTokens tokens) {
        long hash = tokens.fieldCount;
        int text = 0;
        for (int k = 0; k < tokens.fieldCount; k++) {
            hash = hash * 31 + KeyHash.of(bytes, tokens.fieldKeyFrom[k], tokens.fieldKeyTo(k));
            text += tokens.fieldKeyBytes[k];
        }
        int slot = (int) hash & slots.length - 1;
        while (true) {
            LineShape shape = slots[slot];
            if (shape == null) {
                break;
            }
            if (slotHashes[slot] == hash && shape.matches(bytes, tokens)) {
                byFirstKey[firstKeySlot(bytes, tokens.fieldKeyFrom[0], tokens.fieldKeyTo(0) + 1)] =
                        shape;
                follow(shape);
                return shape.layout;
            }
            slot = slot + 1 & slots.length - 1;
        }
        int seenSlot = (int) (hash >>> 32) & SEEN_SLOTS - 1;
        if (seenOnce[seenSlot] != hash) {
            seenOnce[seenSlot] = hash;
            return 0;
        }
        if (shapeCount == SHAPES_MAX
                || textBytes > TEXT_BYTES_MAX - text
                || !tokens.keysHaveNoComma(bytes)) {
            return 0;
        }
        shapeCount++;
        textBytes += text;
        LineShape shape = new LineShape(shapeCount, bytes, tokens);
        slots[slot] = shape;
        slotHashes[slot] = hash;
        byFirstKey[firstKeySlot(bytes, tokens.fieldKeyFrom[0], tokens.fieldKeyTo(0) + 1)] = shape;
        follow(shape);
        return shape.layout;
    }

    private void follow(LineShape shape) {
        LineShape previous = last;
        if (previous != null) {
            previous.successor = shape;
        }
        last = shape;
    }

    /// A few bits of the first eight bytes up to the equal sign.
    private static int firstKeySlot(byte[] bytes, int from, int to) {
        long word = Digits.word(bytes, from, to);
        long differences = word ^ 0x0101010101010101L * '=';
        long equals = differences - 0x0101010101010101L & ~differences & 0x8080808080808080L;
        if (equals != 0) {
            word &= (equals & -equals) - 1;
        }
        return (int) (word * 0x9E3779B97F4A7C15L >>> Long.SIZE - FIRST_KEY_BITS);
    }
}
