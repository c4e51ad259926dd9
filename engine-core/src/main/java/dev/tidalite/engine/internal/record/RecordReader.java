package dev.tidalite.engine.internal.record;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.internal.runtime.Closer;
import dev.tidalite.engine.internal.storage.ReadFile;
import dev.tidalite.engine.internal.storage.Storage;

import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Reads a file of records from its first to its last. Used by one thread; owns its file.
///
/// No length is believed before a checksum or a limit has confirmed it.
public final class RecordReader implements AutoCloseable {
    private static final int WINDOW_BYTES_MIN = 1 << 18;

    private static final LZ4SafeDecompressor DECOMPRESSOR =
            LZ4Factory.fastestInstance().safeDecompressor();

    private final Closer owned;
    private final ReadFile file;
    private final Path path;
    private final FileHeader header;
    private final int recordBytesMax;

    private byte[] window = new byte[0];
    private long windowStart;
    private int windowBytes;

    private long nextOffset = RecordDescriptor.FILE_HEADER_BYTES;
    private long nextSequence;
    private long syncedBytes = RecordDescriptor.FILE_HEADER_BYTES;
    private @Nullable RecordTail tail;

    private long offset;
    private long sequence;
    private byte kind;
    private byte[] payload = new byte[0];
    private int payloadBytes;

    /// @param recordBytesMax no payload may be longer, before or after compression
    /// @throws EngineException.Corrupt if the file is not of that kind
    public RecordReader(Storage storage, String name, long magic, int recordBytesMax) {
        try (Closer closer = new Closer()) {
            path = storage.path(name);
            file = closer.own(storage.open(name));
            header = FileHeader.read(file, path, magic);
            this.recordBytesMax = recordBytesMax;
            nextSequence = header.firstSequence();
            owned = closer.release();
        }
    }

    public FileHeader header() {
        return header;
    }

    /// Goes to the next record.
    ///
    /// @return false if there is none; [#tail] then says why
    /// @throws EngineException.Corrupt if a record is damaged that had been durable
    public boolean next() {
        while (tail == null) {
            @Nullable String complaint = load(nextOffset);
            if (complaint == null && sequence != nextSequence) {
                complaint = "the record's sequence is " + sequence + ", expected " + nextSequence;
            }
            if (complaint != null) {
                tail = judge(complaint);
            } else if (step()) {
                return true;
            }
        }
        return false;
    }

    /// Passes the record that was loaded.
    ///
    /// @return false if it was one of the framing's own
    private boolean step() {
        int at = (int) (offset - windowStart);
        int stored = RecordDescriptor.getInt(window, at + RecordDescriptor.STORED_BYTES_OFFSET);
        int synced = RecordDescriptor.getInt(window, at + RecordDescriptor.DURABLE_BYTES_OFFSET);
        nextOffset = offset + RecordDescriptor.recordBytes(stored);
        syncedBytes = Math.max(syncedBytes, synced);
        if (kind >= 0) {
            nextSequence = sequence + 1;
            return true;
        }
        if (kind == RecordDescriptor.GAP && payloadBytes == Long.BYTES) {
            nextSequence = Math.max(nextSequence, RecordDescriptor.getLong(payload, 0));
        }
        return false;
    }

    /// How the file ends.
    ///
    /// @throws IllegalStateException while [#next] has not returned false
    public RecordTail tail() {
        if (tail == null) {
            throw new IllegalStateException("not at the end of " + path);
        }
        return tail;
    }

    /// Goes to the next whole record behind damage, whatever its sequence, for those who save what
    /// can be saved.
    ///
    /// @return false if there is none
    public boolean skipDamage() {
        tail = null;
        for (long at = nextOffset + RecordDescriptor.ALIGNMENT;
                at + RecordDescriptor.HEADER_BYTES <= file.size();
                at += RecordDescriptor.ALIGNMENT) {
            if (isHeader(at) && load(at) == null && sequence >= nextSequence && step()) {
                return true;
            }
        }
        tail = new RecordTail.Clean(nextOffset);
        return false;
    }

    /// Where the record begins in the file.
    public long offset() {
        return offset;
    }

    /// Where the next record begins, or would.
    public long nextOffset() {
        return nextOffset;
    }

    /// How much of the file had been synced when the last of the records read so far was written.
    public long syncedBytes() {
        return syncedBytes;
    }

    /// The sequence that the next record must have.
    public long nextSequence() {
        return nextSequence;
    }

    public long sequence() {
        return sequence;
    }

    public byte kind() {
        return kind;
    }

    /// The payload, from 0 to [#payloadBytes]; overwritten by the next call of [#next].
    public byte[] payload() {
        return payload;
    }

    public int payloadBytes() {
        return payloadBytes;
    }

    @Override
    public void close() {
        owned.close();
    }

    /// Reads the record at an offset.
    ///
    /// @return what is wrong with it, or null
    private @Nullable String load(long at) {
        if (!isHeader(at)) {
            return at + RecordDescriptor.HEADER_BYTES > file.size()
                    ? "the record's header is cut off"
                    : "the record's header does not match its checksum";
        }
        int start = (int) (at - windowStart);
        int stored = RecordDescriptor.getInt(window, start + RecordDescriptor.STORED_BYTES_OFFSET);
        int raw = RecordDescriptor.getInt(window, start + RecordDescriptor.RAW_BYTES_OFFSET);
        if (stored < 0 || stored > recordBytesMax || raw < 0 || raw > recordBytesMax) {
            return "the record has %d bytes, %d uncompressed; the limit is %d"
                    .formatted(stored, raw, recordBytesMax);
        }
        if (!fetch(at, RecordDescriptor.HEADER_BYTES + stored)) {
            return "the record's payload of " + stored + " bytes is cut off";
        }
        start = (int) (at - windowStart);
        int from = start + RecordDescriptor.HEADER_BYTES;
        int expected =
                RecordDescriptor.getInt(window, start + RecordDescriptor.PAYLOAD_CHECKSUM_OFFSET);
        int actual = RecordDescriptor.checksum(window, from, stored);
        if (actual != expected) {
            return String.format(
                    "the payload's checksum is 0x%08x, expected 0x%08x", actual, expected);
        }
        @Nullable String complaint = decode(start, stored, raw);
        if (complaint == null) {
            offset = at;
            sequence = RecordDescriptor.getLong(window, start + RecordDescriptor.SEQUENCE_OFFSET);
            kind = window[start + RecordDescriptor.KIND_OFFSET];
            payloadBytes = raw;
        }
        return complaint;
    }

    private @Nullable String decode(int start, int stored, int raw) {
        if (payload.length < raw) {
            payload = new byte[Math.min(recordBytesMax, Math.max(raw, 2 * payload.length))];
        }
        int from = start + RecordDescriptor.HEADER_BYTES;
        byte encoding = window[start + RecordDescriptor.ENCODING_OFFSET];
        if (encoding == RecordDescriptor.PLAIN && stored == raw) {
            System.arraycopy(window, from, payload, 0, raw);
            return null;
        }
        if (encoding != RecordDescriptor.LZ4) {
            return "the record's encoding is " + encoding + ", which is unknown";
        }
        int decoded;
        try {
            decoded = DECOMPRESSOR.decompress(window, from, stored, payload, 0, raw);
        } catch (LZ4Exception e) {
            return "the payload is no LZ4 block: " + e.getMessage();
        }
        return decoded == raw
                ? null
                : "the payload has " + decoded + " bytes uncompressed, expected " + raw;
    }

    /// Whether what lies at an offset is the header of a record of this file.
    private boolean isHeader(long at) {
        if (!fetch(at, RecordDescriptor.HEADER_BYTES)) {
            return false;
        }
        int start = (int) (at - windowStart);
        return RecordDescriptor.getShort(window, start + RecordDescriptor.RESERVED_OFFSET) == 0
                && RecordDescriptor.getInt(window, start + RecordDescriptor.HEADER_CHECKSUM_OFFSET)
                        == RecordDescriptor.headerChecksum(header.salt(), window, start);
    }

    /// Decides whether the file ends at [#nextOffset] or is damaged there: it is damaged if a later
    /// record says that this place had been durable.
    private RecordTail judge(String complaint) {
        for (long at = nextOffset;
                at + RecordDescriptor.HEADER_BYTES <= file.size();
                at += RecordDescriptor.ALIGNMENT) {
            if (!isHeader(at)) {
                continue;
            }
            int start = (int) (at - windowStart);
            int durable =
                    RecordDescriptor.getInt(window, start + RecordDescriptor.DURABLE_BYTES_OFFSET);
            if (durable > nextOffset) {
                throw new EngineException.Corrupt(path, nextOffset, complaint);
            }
        }
        long lostEnd = endOfContent(nextOffset);
        return lostEnd == nextOffset
                ? new RecordTail.Clean(nextOffset)
                : new RecordTail.Torn(nextOffset, lostEnd - nextOffset, complaint);
    }

    /// One past the last byte that is not zero, or `from` if there is none behind it.
    private long endOfContent(long from) {
        long end = from;
        byte[] chunk = new byte[WINDOW_BYTES_MIN];
        for (long at = from; at < file.size(); ) {
            int read = file.read(at, ByteBuffer.wrap(chunk));
            if (read == 0) {
                break;
            }
            for (int index = read - 1; index >= 0; index--) {
                if (chunk[index] != 0) {
                    end = at + index + 1;
                    break;
                }
            }
            at += read;
        }
        return end;
    }

    /// Makes sure that a stretch of the file lies in the window.
    ///
    /// @return false if the file is too short for it
    private boolean fetch(long at, int length) {
        if (at + length > file.size()) {
            return false;
        }
        if (at >= windowStart && at + length <= windowStart + windowBytes) {
            return true;
        }
        if (window.length < length || window.length < WINDOW_BYTES_MIN) {
            window = new byte[Math.max(length, WINDOW_BYTES_MIN)];
        }
        windowStart = at;
        windowBytes = file.read(at, ByteBuffer.wrap(window));
        return windowBytes >= length;
    }
}
