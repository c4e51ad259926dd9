package dev.tidalite.engine.internal.segment.encoding;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The encodings done bit by bit, straight from the words of the Parquet specification: the twin
/// that the kernels are compared with.
final class NaiveCodec {
    private final byte[] bytes;
    private int position;

    NaiveCodec(byte[] bytes) {
        this.bytes = bytes;
    }

    int position() {
        return position;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = bytes[position++];
            value |= (long) (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
    }

    long zigzag() {
        long value = varint();
        return (value & 1) == 0 ? value >>> 1 : ~(value >>> 1);
    }

    private long bits(long firstBit, int width) {
        long value = 0;
        for (int bit = 0; bit < width; bit++) {
            long place = firstBit + bit;
            long one = bytes[position + (int) (place / 8)] >> place % 8 & 1;
            value |= one << bit;
        }
        return value;
    }

    List<Long> delta() {
        long blockValues = varint();
        long miniblocks = varint();
        long count = varint();
        long value = zigzag();
        List<Long> values = new ArrayList<>();
        if (count > 0) {
            values.add(value);
        }
        while (values.size() < count) {
            long min = zigzag();
            int[] widths = new int[(int) miniblocks];
            for (int i = 0; i < widths.length; i++) {
                widths[i] = bytes[position++];
            }
            for (int width : widths) {
                if (values.size() == count) {
                    break;
                }
                int size = (int) (blockValues / miniblocks);
                for (int i = 0; i < size && values.size() < count; i++) {
                    value += min + bits((long) i * width, width);
                    values.add(value);
                }
                position += size * width / 8;
            }
        }
        return values;
    }

    List<Integer> hybrid(int width, int count) {
        List<Integer> values = new ArrayList<>();
        while (values.size() < count) {
            long header = varint();
            if ((header & 1) == 0) {
                int value = (int) bits(0, (width + 7) / 8 * 8);
                position += (width + 7) / 8;
                for (long i = 0; i < header >> 1; i++) {
                    values.add(value);
                }
            } else {
                long groups = header >> 1;
                for (long i = 0; i < groups * 8 && values.size() < count; i++) {
                    values.add((int) bits(i * width, width));
                }
                position += (int) (groups * width);
            }
        }
        return values;
    }

    /// Another legal encoding of the same numbers: runs and groups of random lengths.
    static byte[] randomHybrid(int[] values, int width, RandomGenerator random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int from = 0; from < values.length; ) {
            int same = 1;
            while (from + same < values.length && values[from + same] == values[from]) {
                same++;
            }
            if (random.nextBoolean()) {
                int length = 1 + random.nextInt(same);
                putVarint(out, (long) length << 1);
                for (int i = 0; i < (width + 7) / 8; i++) {
                    out.write(values[from] >>> 8 * i);
                }
                from += length;
            } else {
                int groups = Math.min(1 + random.nextInt(3), (values.length - from + 7) / 8);
                putVarint(out, (long) groups << 1 | 1);
                byte[] packed = new byte[groups * width];
                for (int i = 0; i < Math.min(groups * 8, values.length - from); i++) {
                    for (int bit = 0; bit < width; bit++) {
                        int place = i * width + bit;
                        int one = values[from + i] >>> bit & 1;
                        packed[place / 8] |= (byte) (one << place % 8);
                    }
                }
                out.writeBytes(packed);
                from += groups * 8;
            }
        }
        return out.toByteArray();
    }

    static void putVarint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (Long.compareUnsigned(rest, 0x80) >= 0) {
            out.write((int) (rest | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
