package dev.tidalite.engine.internal.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A byte array that grows as it is written to, little-endian. Used by one thread; cleared and used
/// again.
public final class ByteWriter {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG_LAYOUT =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[256];
    private int size;

    /// The array written to; only the first [#size()] bytes count. Replaced as it grows.
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    public void putByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    public void putLong(long value) {
        reserve(Long.BYTES);
        LONGS.set(bytes, size, value);
        size += Long.BYTES;
    }

    /// A number of at least 0, in 1 to 5 bytes of 7 bits, lowest first.
    public void putVarint(int value) {
        assert value >= 0 : value;
        reserve(5);
        int rest = value;
        while (rest > 0x7f) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /// A length and so many bytes.
    public void putBytes(byte[] source, int from, int to) {
        putVarint(to - from);
        reserve(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
    }

    public void putText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        putBytes(utf8, 0, utf8.length);
    }

    /// The lowest `width` bytes (1, 2, 4 or 8) of each `values[i] - base`.
    void putLongs(long[] values, int count, long base, int width) {
        reserve(Math.multiplyExact(count, width));
        byte[] target = bytes;
        int at = size;
        switch (width) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    target[at + i] = (byte) (values[i] - base);
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    SHORTS.set(target, at + (i << 1), (short) (values[i] - base));
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    INTS.set(target, at + (i << 2), (int) (values[i] - base));
                }
            }
            default -> {
                assert base == 0 && width == Long.BYTES : width;
                MemorySegment.copy(
                        values, 0, MemorySegment.ofArray(target), LONG_LAYOUT, at, count);
            }
        }
        size += count * width;
    }

    private void reserve(int more) {
        int wanted = Math.addExact(size, more);
        if (wanted > bytes.length) {
            int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, bytes.length * 2L);
            bytes = Arrays.copyOf(bytes, Math.max(wanted, doubled));
        }
    }
}
