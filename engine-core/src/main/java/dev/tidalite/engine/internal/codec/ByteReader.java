package dev.tidalite.engine.internal.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads what a [ByteWriter] wrote. Every read checks that the bytes are there. Used by one thread.
public final class ByteReader {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG_LAYOUT =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private int position;

    /// Reads `bytes[from, to)`, which must not change meanwhile.
    public ByteReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    public boolean hasMore() {
        return position < end;
    }

    public int readByte() {
        need(1);
        return bytes[position++] & 0xff;
    }

    public long readLong() {
        need(Long.BYTES);
        long value = (long) LONGS.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    public int readVarint() {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                if (value > Integer.MAX_VALUE) {
                    throw new MalformedBatchException("a count of " + value);
                }
                return (int) value;
            }
        }
        throw new MalformedBatchException("a count longer than 5 bytes");
    }

    /// A count of things that take at least so many bytes each: more than fit is malformed, so that
    /// nobody allocates for them.
    int readCount(int bytesEach) {
        int count = readVarint();
        if ((long) count * bytesEach > end - position) {
            throw new MalformedBatchException(count + " entries in " + (end - position) + " bytes");
        }
        return count;
    }

    /// Makes sure that so many numbers follow, before anyone allocates for them.
    void checkRoom(int count, int width) {
        if ((long) count * width > end - position) {
            throw new MalformedBatchException(
                    count + " numbers of " + width + " bytes in " + (end - position));
        }
    }

    public String readText() {
        int length = readCount(1);
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    /// Reads a length, then steps over so many bytes.
    ///
    /// @return where these begin in the array; they end at [#position()]
    int skipBytes() {
        int length = readCount(1);
        int from = position;
        position += length;
        return from;
    }

    int position() {
        return position;
    }

    byte[] array() {
        return bytes;
    }

    /// The counterpart of [ByteWriter#putLongs].
    void readLongs(long[] target, int count, long base, int width) {
        checkRoom(count, width);
        byte[] source = bytes;
        int at = position;
        switch (width) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = base + (source[at + i] & 0xff);
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = base + ((short) SHORTS.get(source, at + (i << 1)) & 0xffff);
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = base + ((int) INTS.get(source, at + (i << 2)) & 0xffff_ffffL);
                }
            }
            case 8 ->
                    MemorySegment.copy(
                            MemorySegment.ofArray(source), LONG_LAYOUT, at, target, 0, count);
            default -> throw new MalformedBatchException("numbers of " + width + " bytes");
        }
        position += count * width;
    }

    private void need(int count) {
        if (count > end - position) {
            throw new MalformedBatchException(
                    count + " bytes wanted where " + (end - position) + " are left");
        }
    }
}
