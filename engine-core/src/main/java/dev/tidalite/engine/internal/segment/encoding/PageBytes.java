package dev.tidalite.engine.internal.segment.encoding;

import java.util.Arrays;

/// A growing array of bytes that encoders write to. Its array is theirs: reserve, write behind
/// `size`, then say where you stopped.
///
/// Used by one thread.
public final class PageBytes {
    private byte[] bytes;
    private int size;

    public PageBytes(int capacity) {
        this.bytes = new byte[capacity];
    }

    public byte[] array() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /// Makes room behind what is there, and some more for kernels that write 8 bytes at a time.
    ///
    /// @return the array to write to
    public byte[] reserve(int moreBytes) {
        int wanted = Math.addExact(size, Math.addExact(moreBytes, 2 * Long.BYTES));
        if (wanted > bytes.length) {
            bytes =
                    Arrays.copyOf(
                            bytes, (int) Math.min(Integer.MAX_VALUE - 8L, wanted + wanted / 2L));
        }
        return bytes;
    }

    /// Counts what was written.
    ///
    /// @param end the place behind the last byte
    public void endAt(int end) {
        assert end >= 0 && end <= bytes.length : end;
        size = end;
    }

    public void append(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
    }

    public void append(byte[] source) {
        append(source, 0, source.length);
    }

    public void appendByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    public void appendInt(int value) {
        reserve(Integer.BYTES);
        LittleEndian.putInt(bytes, size, value);
        size += Integer.BYTES;
    }

    /// Overwrites 4 bytes.
    public void putInt(int at, int value) {
        LittleEndian.putInt(bytes, at, value);
    }

    public void appendVarint(long value) {
        reserve(Varints.BYTES_MAX);
        size = Varints.put(bytes, size, value);
    }

    public byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    public void clear() {
        size = 0;
    }
}
