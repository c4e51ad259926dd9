package dev.tidalite.engine.internal.segment.encoding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Reads some of the numbers of one DELTA_BINARY_PACKED encoding. Those in between are not written
/// down: of their differences only the sum is made, by counting bits where they are narrow.
///
/// Remembers where blocks begin, so that it can go back. Keeps a copy of the encoding. For one
/// thread.
public final class DeltaCursor {
    /// What kernels may read behind the end.
    private static final int SLACK_BYTES = Long.BYTES;

    /// Per width how many packed numbers 8 bytes have that end with a byte.
    private static final int[] SUMMED = new int[DeltaPacked.EIGHT_BITS + 1];

    /// Per width the lowest bits of so many packed numbers.
    private static final long[] LOWEST_BITS = new long[DeltaPacked.EIGHT_BITS + 1];

    static {
        for (int width = 1; width <= DeltaPacked.EIGHT_BITS; width++) {
            SUMMED[width] = Long.SIZE / width & -8;
            for (int i = 0; i < SUMMED[width]; i++) {
                LOWEST_BITS[width] |= 1L << i * width;
            }
        }
    }

    private byte[] packed = new byte[SLACK_BYTES];
    private int end;
    private DeltaPacked.Header header = DeltaPacked.Header.NONE;

    /// The place of the first block.
    private int start;

    /// The place of the next miniblock, or of the next block if this one has no more.
    private int position;

    private int widths;
    private int miniblock;
    private long min;

    /// Numbers before this one are passed, the last of them being `previous`.
    private int passed;

    private long previous;

    /// The numbers `[heldStart, passed)`.
    private long[] held = new long[1];

    private int heldStart;

    /// Per block that was begun its place, and the number before it.
    private int[] blockPlaces = new int[16];

    private long[] blockPrevious = new long[16];
    private int blocksBegun;

    /// Turns to the encoding of `count` numbers at `[from, to)`.
    public void start(MemorySegment source, long from, long to, int count) {
        end = Math.toIntExact(to - from);
        if (packed.length < end + SLACK_BYTES) {
            packed = new byte[end + end / 4 + SLACK_BYTES];
        }
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, from, packed, 0, end);
        header = DeltaPacked.Header.read(source, from, to, count);
        start = Math.toIntExact(header.end() - from);
        if (held.length < header.miniblockValues()) {
            held = new long[header.miniblockValues()];
        }
        blocksBegun = 0;
        turnToStart();
    }

    private void turnToStart() {
        position = start;
        miniblock = header.miniblocks();
        passed = Math.min(1, header.count());
        previous = header.first();
        held[0] = previous;
        heldStart = 0;
    }

    /// Goes back to the block that has a number before those that are held.
    private void turnTo(int number) {
        if (number == 0) {
            turnToStart();
            return;
        }
        int block = (number - 1) / header.blockValues();
        position = blockPlaces[block];
        miniblock = header.miniblocks();
        passed = 1 + block * header.blockValues();
        previous = blockPrevious[block];
        heldStart = passed;
    }

    /// Writes the numbers `[from, to)` to `out` from `at` on.
    public void read(int from, int to, long[] out, int at) {
        if (from < heldStart) {
            turnTo(from);
        }
        for (int next = from; next < to; ) {
            if (next < passed) {
                int length = Math.min(to, passed) - next;
                System.arraycopy(held, next - heldStart, out, at + next - from, length);
                next += length;
            } else {
                next += readMiniblock(next, to, out, at - from);
            }
        }
    }

    /// Goes on by a miniblock.
    ///
    /// @param next the number wanted next, not passed yet
    /// @param shift where number 0 would be written
    /// @return how many numbers were written
    private int readMiniblock(int next, int to, long[] out, int shift) {
        if (miniblock == header.miniblocks()) {
            beginBlock();
        }
        int width = packed[widths + miniblock] & 0xFF;
        int count = Math.min(header.miniblockValues(), header.count() - passed);
        DeltaPacked.checkMiniblock(width, position, count, end);
        int written = 0;
        if (next == passed && passed + count <= to) {
            DeltaPacked.unpack(packed, position, width, count, min, previous, out, shift + passed);
            previous = out[shift + passed + count - 1];
            heldStart = passed + count;
            written = count;
        } else if (next >= passed + count && width <= DeltaPacked.EIGHT_BITS) {
            previous += min * count + sum(packed, position, width, count);
            heldStart = passed + count;
        } else {
            DeltaPacked.unpack(packed, position, width, count, min, previous, held, 0);
            previous = held[count - 1];
            heldStart = passed;
        }
        passed += count;
        position += (int) ((long) header.miniblockValues() * width >>> 3);
        miniblock++;
        return written;
    }

    private void beginBlock() {
        int block = (passed - 1) / header.blockValues();
        if (block == blocksBegun) {
            if (block == blockPlaces.length) {
                blockPlaces = Arrays.copyOf(blockPlaces, block * 2);
                blockPrevious = Arrays.copyOf(blockPrevious, block * 2);
            }
            blockPlaces[block] = position;
            blockPrevious[block] = previous;
            blocksBegun++;
        }
        min = Varints.unzigzag(varint());
        widths = position;
        position += header.miniblocks();
        if (position > end) {
            throw new MalformedException("the widths of a delta block are cut");
        }
        miniblock = 0;
    }

    /// The number at the position, which moves behind it. Not by way of [Varints]: memory segments
    /// are read fast as long as those of one kind only get there.
    private long varint() {
        long value = 0;
        for (int shift = 0; position < end && shift < 7 * Varints.BYTES_MAX; shift += 7) {
            byte next = packed[position++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedException("the least difference of a delta block is cut");
    }

    /// The sum of packed numbers of up to 8 bits: of each of their bits, how often it is set.
    private static long sum(byte[] bytes, int from, int width, int count) {
        if (width == 0) {
            return 0;
        }
        int step = SUMMED[width];
        int stepBytes = step * width >>> 3;
        long lowest = LOWEST_BITS[width];
        long sum = 0;
        int place = from;
        for (int left = count; left > 0; left -= step) {
            long some = LittleEndian.getLong(bytes, place);
            if (left < step) {
                some &= (1L << left * width) - 1;
            }
            for (int bit = 0; bit < width; bit++) {
                sum += (long) Long.bitCount(some & lowest << bit) << bit;
            }
            place += stepBytes;
        }
        return sum;
    }
}
