package dev.tidalite.engine.internal.segment.encoding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// DELTA_BINARY_PACKED: the first number, then differences in blocks, each less the smallest of its
/// block and packed into as few bits as its miniblock needs. Regular timestamps take no bits at
/// all. Differences wrap around, so any 64 bits survive.
public final class DeltaPacked {
    private static final int BLOCK_VALUES = 128;
    private static final int MINIBLOCKS = 4;
    private static final int MINIBLOCK_VALUES = BLOCK_VALUES / MINIBLOCKS;
    private static final int BLOCK_BYTES_MAX =
            Varints.BYTES_MAX + MINIBLOCKS + BLOCK_VALUES * Long.BYTES;

    /// Larger blocks than any writer makes; keeps products in range.
    private static final long FOREIGN_BLOCK_VALUES_MAX = 1 << 20;

    /// The widest number that fits into 8 bytes wherever in a byte it starts.
    private static final int ONE_READ_BITS_MAX = 57;

    /// Numbers up to this width fit eight at a time into 8 bytes.
    static final int EIGHT_BITS = 8;

    /// Numbers up to this width fit four at a time into 8 bytes, wherever in a byte they start.
    private static final int FOUR_BITS = 15;

    private DeltaPacked() {}

    /// Appends the encoding of `values[from, to)`.
    ///
    /// @param scratch at least 128 entries
    public static void encode(long[] values, int from, int to, PageBytes target, long[] scratch) {
        int count = to - from;
        int blocks = Math.max(0, count - 1 + BLOCK_VALUES - 1) / BLOCK_VALUES;
        byte[] out = target.reserve(4 * Varints.BYTES_MAX + blocks * BLOCK_BYTES_MAX);
        int at = Varints.put(out, target.size(), BLOCK_VALUES);
        at = Varints.put(out, at, MINIBLOCKS);
        at = Varints.put(out, at, count);
        at = Varints.put(out, at, Varints.zigzag(count > 0 ? values[from] : 0));
        for (int start = from + 1; start < to; start += BLOCK_VALUES) {
            at = encodeBlock(values, start, Math.min(BLOCK_VALUES, to - start), out, at, scratch);
        }
        target.endAt(at);
    }

    private static int encodeBlock(
            long[] values, int start, int count, byte[] out, int at, long[] deltas) {
        long min = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            long delta = values[start + i] - values[start + i - 1];
            deltas[i] = delta;
            min = Math.min(min, delta);
        }
        int widths = Varints.put(out, at, Varints.zigzag(min));
        int end = widths + MINIBLOCKS;
        for (int mini = 0; mini < MINIBLOCKS; mini++) {
            int miniStart = mini * MINIBLOCK_VALUES;
            int miniEnd = Math.min(count, miniStart + MINIBLOCK_VALUES);
            long used = 0;
            for (int i = miniStart; i < miniEnd; i++) {
                deltas[i] -= min;
                used |= deltas[i];
            }
            int width = Long.SIZE - Long.numberOfLeadingZeros(used);
            out[widths + mini] = (byte) width;
            if (width > 0) {
                for (int i = miniEnd; i < miniStart + MINIBLOCK_VALUES; i++) {
                    deltas[i] = 0;
                }
                end = packMiniblock(deltas, miniStart, width, out, end);
            }
        }
        return end;
    }

    private static int packMiniblock(long[] deltas, int from, int width, byte[] out, int at) {
        long packed = 0;
        int bits = 0;
        int end = at;
        for (int i = from; i < from + MINIBLOCK_VALUES; i++) {
            long delta = deltas[i];
            packed |= delta << bits;
            bits += width;
            if (bits >= Long.SIZE) {
                LittleEndian.putLong(out, end, packed);
                end += Long.BYTES;
                bits -= Long.SIZE;
                packed = bits == 0 ? 0 : delta >>> width - bits;
            }
        }
        if (bits > 0) {
            LittleEndian.putInt(out, end, (int) packed); // 32 values leave 0 or 32 bits
            end += Integer.BYTES;
        }
        return end;
    }

    /// What stands in front of the blocks.
    ///
    /// @param end the place of the first block
    record Header(int miniblocks, int miniblockValues, int count, long first, long end) {
        static final Header NONE = new Header(1, 8, 0, 0, 0);

        int blockValues() {
            return miniblocks * miniblockValues;
        }

        /// @param count how many numbers there have to be
        static Header read(MemorySegment bytes, long from, long end, int count) {
            long blockValues = Varints.get(bytes, from, end);
            long position = Varints.end(bytes, from);
            long miniblocks = Varints.get(bytes, position, end);
            position = Varints.end(bytes, position);
            long total = Varints.get(bytes, position, end);
            position = Varints.end(bytes, position);
            long first = Varints.unzigzag(Varints.get(bytes, position, end));
            position = Varints.end(bytes, position);
            if (blockValues <= 0
                    || blockValues > FOREIGN_BLOCK_VALUES_MAX
                    || miniblocks <= 0
                    || blockValues % miniblocks != 0
                    || blockValues / miniblocks % 8 != 0) {
                throw new MalformedException(
                        "delta blocks of " + blockValues + " values in " + miniblocks + " parts");
            }
            if (total != count) {
                throw new MalformedException(total + " delta encoded values, expected " + count);
            }
            int values = (int) (blockValues / miniblocks);
            return new Header((int) miniblocks, values, count, first, position);
        }
    }

    /// Decodes `count` numbers to `out[at, at + count)`.
    ///
    /// @return the place behind the encoding
    public static long decode(
            MemorySegment bytes, long from, long end, long[] out, int at, int count) {
        byte[] copy = new byte[copyBytes(from, end)];
        return decode(bytes, from, end, out, at, count, copy);
    }

    /// How large the copy has to be that [#decode] makes of the encoding at `[from, end)`.
    public static int copyBytes(long from, long end) {
        return Math.toIntExact(end - from) + Long.BYTES;
    }

    /// Decodes `count` numbers to `out[at, at + count)`.
    ///
    /// @param copy overwritten, of [#copyBytes] at least
    /// @return the place behind the encoding
    public static long decode(
            MemorySegment bytes, long from, long end, long[] out, int at, int count, byte[] copy) {
        Header header = Header.read(bytes, from, end, count);
        int miniblocks = header.miniblocks();
        int miniValues = header.miniblockValues();
        long position = header.end();
        long previous = header.first();
        if (count == 0) {
            return position;
        }
        out[at] = previous;
        // An array is read faster than memory that may go away; behind it there is room to read on.
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, position, copy, 0, (int) (end - position));
        long start = position;
        int done = 1;
        while (done < count) {
            long min = Varints.unzigzag(Varints.get(bytes, position, end));
            long widths = Varints.end(bytes, position);
            position = widths + miniblocks;
            for (int mini = 0; mini < miniblocks && done < count; mini++) {
                int width = bytes.get(ValueLayout.JAVA_BYTE, widths + mini) & 0xFF;
                int values = Math.min(miniValues, count - done);
                checkMiniblock(width, position, values, end);
                unpack(
                        copy,
                        (int) (position - start),
                        width,
                        values,
                        min,
                        previous,
                        out,
                        at + done);
                position += (long) miniValues * width >>> 3;
                done += values;
                previous = out[at + done - 1];
            }
        }
        return Math.min(position, end);
    }

    static void checkMiniblock(int width, long position, int values, long end) {
        if (width > Long.SIZE || position + ((long) values * width + 7 >>> 3) > end) {
            throw new MalformedException("delta miniblock of width " + width + " is cut");
        }
    }

    static void unpack(
            byte[] bytes,
            int from,
            int width,
            int count,
            long min,
            long previous,
            long[] out,
            int at) {
        if (width == 0) {
            for (int i = 0; i < count; i++) {
                out[at + i] = previous + min * (i + 1);
            }
        } else if (width <= EIGHT_BITS) {
            unpackByEight(bytes, from, width, count, min, previous, out, at);
        } else if (width <= FOUR_BITS) {
            unpackByFour(bytes, from, width, count, min, previous, out, at);
        } else if (width <= ONE_READ_BITS_MAX) {
            unpackNarrow(bytes, from, 0, width, count, min, previous, out, at);
        } else {
            unpackWide(bytes, from, width, count, min, previous, out, at);
        }
    }

    private static void unpackByEight(
            byte[] bytes,
            int from,
            int width,
            int count,
            long min,
            long previous,
            long[] out,
            int at) {
        long mask = (1L << width) - 1;
        long value = previous;
        int place = from;
        int end = at + (count & -8);
        for (int i = at; i < end; i += 8) {
            long eight = LittleEndian.getLong(bytes, place);
            place += width;
            value += min + (eight & mask);
            out[i] = value;
            value += min + (eight >>> width & mask);
            out[i + 1] = value;
            value += min + (eight >>> 2 * width & mask);
            out[i + 2] = value;
            value += min + (eight >>> 3 * width & mask);
            out[i + 3] = value;
            value += min + (eight >>> 4 * width & mask);
            out[i + 4] = value;
            value += min + (eight >>> 5 * width & mask);
            out[i + 5] = value;
            value += min + (eight >>> 6 * width & mask);
            out[i + 6] = value;
            value += min + (eight >>> 7 * width & mask);
            out[i + 7] = value;
        }
        unpackNarrow(bytes, place, 0, width, count & 7, min, value, out, end);
    }

    private static void unpackByFour(
            byte[] bytes,
            int from,
            int width,
            int count,
            long min,
            long previous,
            long[] out,
            int at) {
        long mask = (1L << width) - 1;
        long value = previous;
        int bit = 0;
        int end = at + (count & -4);
        for (int i = at; i < end; i += 4) {
            long four = LittleEndian.getLong(bytes, from + (bit >>> 3)) >>> (bit & 7);
            bit += 4 * width;
            value += min + (four & mask);
            out[i] = value;
            value += min + (four >>> width & mask);
            out[i + 1] = value;
            value += min + (four >>> 2 * width & mask);
            out[i + 2] = value;
            value += min + (four >>> 3 * width & mask);
            out[i + 3] = value;
        }
        unpackNarrow(bytes, from, bit, width, count & 3, min, value, out, end);
    }

    private static void unpackNarrow(
            byte[] bytes,
            int from,
            int firstBit,
            int width,
            int count,
            long min,
            long previous,
            long[] out,
            int at) {
        long mask = (1L << width) - 1;
        long value = previous;
        int bit = firstBit;
        for (int i = 0; i < count; i++) {
            long delta = LittleEndian.getLong(bytes, from + (bit >>> 3)) >>> (bit & 7) & mask;
            bit += width;
            value += min + delta;
            out[at + i] = value;
        }
    }

    private static void unpackWide(
            byte[] bytes,
            int from,
            int width,
            int count,
            long min,
            long previous,
            long[] out,
            int at) {
        long mask = -1L >>> Long.SIZE - width;
        long value = previous;
        int bit = 0;
        for (int i = 0; i < count; i++) {
            int shift = bit & 7;
            int place = from + (bit >>> 3);
            long delta = LittleEndian.getLong(bytes, place) >>> shift;
            if (shift + width > Long.SIZE) {
                long high = bytes[place + Long.BYTES] & 0xFFL;
                delta |= high << Long.SIZE - shift;
            }
            bit += width;
            value += min + (delta & mask);
            out[at + i] = value;
        }
    }
}
