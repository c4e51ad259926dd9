package dev.tidalite.engine.internal.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// The layout of a file of records. Numbers are little-endian. A file starts with a header:
///
/// ```
///  0       8                16      20        24
///  | magic | first sequence | salt  | crc32c  |
/// ```
///
/// where the checksum covers what is before it. Records follow, each at a multiple of 8:
///
/// ```
///  0        4         8        12      16         24        28     29         30         32
///  | header | payload | stored | raw   | sequence | durable | kind | encoding | reserved | payload
///  …
///  | crc32c | crc32c  | bytes  | bytes |          | bytes   |      |          | (zero)   |
/// ```
///
/// The header's checksum covers the file's salt and the rest of the header; the payload's, the
/// stored payload. `raw bytes` is the payload's length before compression. `sequence` ascends by
/// one from the file's first sequence. `durable bytes` says how much of the file had been synced
/// when the record was written: damage before that point is corruption; behind it, it may be what a
/// crash left of writes that nobody was told about. A header of zeros ends the file.
///
/// Kinds from 0 on belong to whoever writes the file. Two below are the framing's own; they take
/// the sequence of the record behind them, and are never handed out:
///
/// - `-1`, gap: records are missing on purpose; the payload is the next one's sequence, 8 bytes
/// - `-2`, closed: the writer ended in good order, everything before was durable; no payload
public final class RecordDescriptor {
    public static final int ALIGNMENT = 8;

    static final int MAGIC_OFFSET = 0;
    static final int FIRST_SEQUENCE_OFFSET = MAGIC_OFFSET + Long.BYTES;
    static final int SALT_OFFSET = FIRST_SEQUENCE_OFFSET + Long.BYTES;
    static final int FILE_CHECKSUM_OFFSET = SALT_OFFSET + Integer.BYTES;
    public static final int FILE_HEADER_BYTES = FILE_CHECKSUM_OFFSET + Integer.BYTES;

    static final int HEADER_CHECKSUM_OFFSET = 0;
    static final int PAYLOAD_CHECKSUM_OFFSET = HEADER_CHECKSUM_OFFSET + Integer.BYTES;
    static final int STORED_BYTES_OFFSET = PAYLOAD_CHECKSUM_OFFSET + Integer.BYTES;
    static final int RAW_BYTES_OFFSET = STORED_BYTES_OFFSET + Integer.BYTES;
    static final int SEQUENCE_OFFSET = RAW_BYTES_OFFSET + Integer.BYTES;
    static final int DURABLE_BYTES_OFFSET = SEQUENCE_OFFSET + Long.BYTES;
    static final int KIND_OFFSET = DURABLE_BYTES_OFFSET + Integer.BYTES;
    static final int ENCODING_OFFSET = KIND_OFFSET + Byte.BYTES;
    static final int RESERVED_OFFSET = ENCODING_OFFSET + Byte.BYTES;
    public static final int HEADER_BYTES = RESERVED_OFFSET + Short.BYTES;

    static final byte GAP = -1;
    static final byte CLOSED = -2;

    /// The payload as it is.
    static final byte PLAIN = 0;

    /// One LZ4 block.
    static final byte LZ4 = 1;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private RecordDescriptor() {}

    /// How many bytes a record takes in a file, its padding included.
    static long recordBytes(int storedBytes) {
        return ((long) HEADER_BYTES + storedBytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    static long getLong(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset);
    }

    static void putLong(byte[] bytes, int offset, long value) {
        LONGS.set(bytes, offset, value);
    }

    static int getInt(byte[] bytes, int offset) {
        return (int) INTS.get(bytes, offset);
    }

    static void putInt(byte[] bytes, int offset, int value) {
        INTS.set(bytes, offset, value);
    }

    static short getShort(byte[] bytes, int offset) {
        return (short) SHORTS.get(bytes, offset);
    }

    static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /// Of the record header that starts at an offset.
    static int headerChecksum(int salt, byte[] bytes, int offset) {
        CRC32C crc = new CRC32C();
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            crc.update(salt >>> shift);
        }
        crc.update(bytes, offset + PAYLOAD_CHECKSUM_OFFSET, HEADER_BYTES - Integer.BYTES);
        return (int) crc.getValue();
    }
}
