package dev.tidalite.engine.internal.segment.parquet;

import com.github.luben.zstd.ZstdDecompressCtx;

import dev.tidalite.engine.internal.segment.encoding.MalformedException;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/// Memory that decoding one page after the other needs: pooled, because a reader of a few rows
/// would spend more time on making it than on reading.
///
/// Used by one thread at a time; [#close()] gives it back.
final class Scratch implements AutoCloseable {
    private static final int POOLED_MAX = 16;
    private static final ArrayBlockingQueue<Scratch> POOL = new ArrayBlockingQueue<>(POOLED_MAX);

    /// Larger buffers are not kept.
    private static final long POOLED_BYTES_MAX = 4 << 20;

    /// What kernels may read behind the end.
    private static final int SLACK_BYTES = 16;

    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private @Nullable MemorySegment plain;
    private @Nullable ByteBuffer plainBuffer;
    private int[] ids = new int[0];
    private long[] lengths = new long[0];
    private long[] bits = new long[0];
    private byte[] copy = new byte[0];

    private Scratch() {}

    static Scratch borrow() {
        Scratch pooled = POOL.poll();
        return pooled == null ? new Scratch() : pooled;
    }

    int[] ids(int count) {
        if (ids.length < count) {
            ids = new int[count];
        }
        return ids;
    }

    byte[] copy(int bytes) {
        if (copy.length < bytes) {
            copy = new byte[bytes + bytes / 4];
        }
        return copy;
    }

    long[] lengths(int count) {
        if (lengths.length < count) {
            lengths = new long[count];
        }
        return lengths;
    }

    long[] bits(int words) {
        if (bits.length < words) {
            bits = new long[words];
        }
        return bits;
    }

    /// Decompresses `[from, from + length)` of a file.
    ///
    /// @return memory of `plainBytes`, and some more behind, valid until the next call
    /// @throws com.github.luben.zstd.ZstdException if it is not compressed data
    MemorySegment decompress(MemorySegment file, long from, int length, int plainBytes) {
        MemorySegment target = plain;
        ByteBuffer targetBuffer = plainBuffer;
        if (target == null
                || targetBuffer == null
                || target.byteSize() < plainBytes + SLACK_BYTES) {
            long capacity = Math.max(1 << 18, plainBytes + plainBytes / 4L) + SLACK_BYTES;
            target = Arena.ofAuto().allocate(capacity, Long.BYTES);
            targetBuffer = target.asByteBuffer();
            plain = target;
            plainBuffer = targetBuffer;
        }
        ByteBuffer source = file.asSlice(from, length).asByteBuffer();
        int done = zstd.decompressDirectByteBuffer(targetBuffer, 0, plainBytes, source, 0, length);
        if (done != plainBytes) {
            throw new MalformedException(
                    "a page of " + done + " bytes uncompressed, expected " + plainBytes);
        }
        return target;
    }

    @Override
    public void close() {
        long plainBytes = plain == null ? 0 : plain.byteSize();
        boolean small = plainBytes <= POOLED_BYTES_MAX && copy.length <= POOLED_BYTES_MAX;
        if (!small || !POOL.offer(this)) {
            zstd.close();
        }
    }
}
