package dev.tidalite.engine.internal.record;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// One record as it will lie in a file, in a buffer that is used again and again. Made in two
/// steps: [#encode] compresses the payload, which takes time and may be done by many threads;
/// [#seal] fills in what depends on the record's place, which takes none.
///
/// Used by one thread at a time.
public final class RecordFrame {
    /// Below this compression gains nothing.
    private static final int COMPRESSED_BYTES_MIN = 128;

    private static final LZ4Compressor COMPRESSOR = LZ4Factory.fastestInstance().fastCompressor();

    private byte[] bytes = new byte[1024];
    private int frameBytes;

    /// Takes in a payload. The bytes are not needed any more afterwards.
    ///
    /// @param kind the caller's, at least 0; comes back when the record is read
    public void encode(byte kind, byte[] payload, int from, int to) {
        int rawBytes = to - from;
        ensureRoom(rawBytes);
        int storedBytes = rawBytes;
        byte encoding = RecordDescriptor.PLAIN;
        if (rawBytes >= COMPRESSED_BYTES_MIN) {
            storedBytes =
                    COMPRESSOR.compress(
                            payload, from, rawBytes, bytes, RecordDescriptor.HEADER_BYTES);
            encoding = RecordDescriptor.LZ4;
        }
        if (storedBytes >= rawBytes) {
            System.arraycopy(payload, from, bytes, RecordDescriptor.HEADER_BYTES, rawBytes);
            storedBytes = rawBytes;
            encoding = RecordDescriptor.PLAIN;
        }
        frameBytes = (int) RecordDescriptor.recordBytes(storedBytes);
        int payloadEnd = RecordDescriptor.HEADER_BYTES + storedBytes;
        Arrays.fill(bytes, payloadEnd, frameBytes, (byte) 0);
        RecordDescriptor.putInt(
                bytes,
                RecordDescriptor.PAYLOAD_CHECKSUM_OFFSET,
                RecordDescriptor.checksum(bytes, RecordDescriptor.HEADER_BYTES, storedBytes));
        RecordDescriptor.putInt(bytes, RecordDescriptor.STORED_BYTES_OFFSET, storedBytes);
        RecordDescriptor.putInt(bytes, RecordDescriptor.RAW_BYTES_OFFSET, rawBytes);
        bytes[RecordDescriptor.KIND_OFFSET] = kind;
        bytes[RecordDescriptor.ENCODING_OFFSET] = encoding;
        bytes[RecordDescriptor.RESERVED_OFFSET] = 0;
        bytes[RecordDescriptor.RESERVED_OFFSET + 1] = 0;
    }

    /// Says that the records up to a sequence are missing on purpose.
    public void encodeGap(long nextSequence) {
        byte[] payload = new byte[Long.BYTES];
        RecordDescriptor.putLong(payload, 0, nextSequence);
        encode(RecordDescriptor.GAP, payload, 0, payload.length);
    }

    /// Says that the writer ends in good order. To be written when all before is synced.
    public void encodeClosed() {
        encode(RecordDescriptor.CLOSED, new byte[0], 0, 0);
    }

    private void ensureRoom(int rawBytes) {
        long needed =
                RecordDescriptor.recordBytes(0)
                        + (long) COMPRESSOR.maxCompressedLength(rawBytes)
                        + RecordDescriptor.ALIGNMENT;
        if (needed > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a record of " + rawBytes + " bytes");
        }
        if (bytes.length < needed) {
            bytes = new byte[(int) Math.min(Integer.MAX_VALUE - 8, needed + needed / 8)];
        }
    }

    /// @param durableBytes how much of the file that it will be written to is synced already
    public void seal(FileHeader file, long sequence, long durableBytes) {
        RecordDescriptor.putLong(bytes, RecordDescriptor.SEQUENCE_OFFSET, sequence);
        RecordDescriptor.putInt(
                bytes, RecordDescriptor.DURABLE_BYTES_OFFSET, Math.toIntExact(durableBytes));
        RecordDescriptor.putInt(
                bytes,
                RecordDescriptor.HEADER_CHECKSUM_OFFSET,
                RecordDescriptor.headerChecksum(file.salt(), bytes, 0));
    }

    /// In the file, padding included.
    public int size() {
        return frameBytes;
    }

    /// How much memory it holds on to.
    public int capacity() {
        return bytes.length;
    }

    /// Where it lies until the next [#encode].
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, 0, frameBytes);
    }
}
