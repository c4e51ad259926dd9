package dev.tidalite.engine.internal.wal;

import dev.tidalite.engine.internal.record.RecordFrame;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/// Frames that nobody uses at the moment, so that steady writing allocates nothing. Safe for many
/// threads.
final class FramePool {
    private final long pooledBytesMax;
    private final Deque<RecordFrame> free = new ArrayDeque<>();
    private long pooledBytes;

    FramePool(long pooledBytesMax) {
        this.pooledBytesMax = pooledBytesMax;
    }

    synchronized RecordFrame take() {
        @Nullable RecordFrame frame = free.poll();
        if (frame == null) {
            return new RecordFrame();
        }
        pooledBytes -= frame.capacity();
        return frame;
    }

    synchronized void giveBack(RecordFrame frame) {
        if (pooledBytes + frame.capacity() <= pooledBytesMax) {
            pooledBytes += frame.capacity();
            free.push(frame);
        }
    }
}
