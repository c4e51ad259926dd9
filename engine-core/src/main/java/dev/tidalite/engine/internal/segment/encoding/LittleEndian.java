package dev.tidalite.engine.internal.segment.encoding;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Numbers in bytes, least significant first and unaligned, as everything in Parquet is.
public final class LittleEndian {
    /// To read from native memory.
    public static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    public static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle LONG_OF_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT_OF_BYTES =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    public static void putLong(byte[] bytes, int at, long value) {
        LONG_OF_BYTES.set(bytes, at, value);
    }

    public static void putInt(byte[] bytes, int at, int value) {
        INT_OF_BYTES.set(bytes, at, value);
    }

    public static long getLong(byte[] bytes, int at) {
        return (long) LONG_OF_BYTES.get(bytes, at);
    }

    /// The 8 bytes of a number.
    public static byte[] bytes(long value) {
        byte[] bytes = new byte[Long.BYTES];
        putLong(bytes, 0, value);
        return bytes;
    }
}
