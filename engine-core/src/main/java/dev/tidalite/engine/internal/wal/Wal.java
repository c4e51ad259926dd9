package dev.tidalite.engine.internal.wal;

import dev.tidalite.engine.Durability;
import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.internal.record.RecordFrame;
import dev.tidalite.engine.internal.runtime.Threads;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.jfr.WalSyncEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/// The write-ahead log. Many threads append; the order in which they do is the order of writes; one
/// thread of its own writes and syncs for all of them.
///
/// The first failure to write or sync is final: everything not acknowledged by then fails, and so
/// does every later append, until the log is opened anew. A sync is never tried again, because the
/// system may have forgotten what it could not write.
public final class Wal implements AutoCloseable {
    private static final long GROUP_BYTES_MAX = 8L << 20;
    private static final long POOLED_BYTES_MAX = 32L << 20;

    private final WalConfig config;
    private final WalFiles files;
    private final LogWriter writer;
    private final Thread thread;
    private final FramePool pool = new FramePool(POOLED_BYTES_MAX);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private ArrayList<Pending> queue = new ArrayList<>();
    private long queuedBytes;
    private long lastSequence;
    private boolean closing;
    private volatile @Nullable Throwable failure;

    /// When the oldest byte that is not synced was written; the log's own thread's.
    private long dirtySinceNs;

    private long records;
    private long bytes;
    private long syncs;
    private long groupRecordsMax;

    private Wal(WalConfig config, WalFiles files, LogWriter writer, long lastSequence) {
        this.config = config;
        this.files = files;
        this.writer = writer;
        this.lastSequence = lastSequence;
        this.thread = Threads.named("tidalite-log", this::run);
    }

    /// Starts a log behind what is there. To be called after a [WalReplay] of the same storage has
    /// come to its end.
    ///
    /// @param last the place of the last record replayed, or of the last one known to be flushed,
    ///     whichever is greater
    public static Wal open(Storage storage, WalConfig config, SequenceNumber last) {
        storage.createFolder(FileName.WAL_FOLDER);
        WalFiles files = new WalFiles(storage);
        LogWriter writer = new LogWriter(files, config.fileBytesMax(), last.value() + 1);
        Wal wal = new Wal(config, files, writer, last.value());
        wal.thread.start();
        return wal;
    }

    /// Gives a record its place in the order of writes and queues it. The bytes are not needed any
    /// more when this returns.
    ///
    /// @param kind at least 0; comes back at [WalReplay]
    /// @throws EngineException.Overloaded if the queue was full for too long, or if the thread was
    ///     interrupted while it waited for room: the record is not written
    /// @throws EngineException.LimitExceeded if the record is too long
    /// @throws EngineException.ReadOnly if an earlier record could not be written
    public Ticket append(byte kind, byte[] payload, int from, int to) {
        return append(kind, payload, from, to, _ -> {});
    }

    /// Does the same, and tells the place as soon as it is certain.
    ///
    /// @param placed called with the record's sequence number before any later record has one;
    ///     must be quick, and call nothing of the log. If it throws, nothing was appended.
    public Ticket append(byte kind, byte[] payload, int from, int to, LongConsumer placed) {
        if (kind < 0) {
            throw new IllegalArgumentException("kind " + kind);
        }
        if (to - from > config.recordBytesMax()) {
            throw new EngineException.LimitExceeded(
                    "a log record of "
                            + (to - from)
                            + " bytes exceeds the limit of "
                            + config.recordBytesMax());
        }
        RecordFrame frame = pool.take();
        frame.encode(kind, payload, from, to);
        boolean queued = false;
        lock.lock();
        try {
            awaitRoom(frame.size());
            Ticket ticket = new Ticket(new SequenceNumber(lastSequence + 1));
            Pending pending = new Pending(frame, ticket, System.nanoTime());
            queue.ensureCapacity(queue.size() + 1);
            placed.accept(lastSequence + 1);
            // From here on nothing can fail: a sequence without a record would be taken for a loss.
            lastSequence++;
            queued = queue.add(pending);
            queuedBytes += frame.size();
            work.signal();
            return ticket;
        } finally {
            lock.unlock();
            if (!queued) {
                pool.giveBack(frame);
            }
        }
    }

    private void awaitRoom(int size) {
        long leftNs = TimeUnit.MILLISECONDS.toNanos(config.queueWaitMs());
        while (true) {
            checkOpen();
            if (queuedBytes == 0 || queuedBytes + size <= config.queueBytesMax()) {
                return;
            }
            if (leftNs <= 0) {
                throw new EngineException.Overloaded(
                        "the log's queue holds "
                                + queuedBytes
                                + " bytes, the limit is "
                                + config.queueBytesMax()
                                + "; retry later");
            }
            try {
                leftNs = room.awaitNanos(leftNs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EngineException.Overloaded(
                        "interrupted while waiting for room in the log's queue");
            }
        }
    }

    /// @throws EngineException.ReadOnly if nothing can be appended any more
    public void checkWritable() {
        Throwable cause = failure;
        if (cause != null) {
            throw Ticket.readOnly(cause);
        }
    }

    private void checkOpen() {
        checkWritable();
        if (closing) {
            throw new EngineException.Closed("the log is closed");
        }
    }

    /// Takes no more records: what somebody made of one that has its place is not what the log
    /// says. What has its place is written all the same.
    public void refuse(Throwable cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
                room.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Deletes files that nobody needs any more.
    ///
    /// @param flushed everything up to this place is durable elsewhere
    public void trimUpTo(SequenceNumber flushed) {
        files.deleteUpTo(flushed.value());
    }

    /// The place given last.
    public SequenceNumber last() {
        lock.lock();
        try {
            return new SequenceNumber(lastSequence);
        } finally {
            lock.unlock();
        }
    }

    /// Why nothing can be appended any more, or null.
    public @Nullable Throwable failure() {
        return failure;
    }

    public WalCounters counters() {
        long fileBytes = files.bytes();
        lock.lock();
        try {
            return new WalCounters(
                    records, bytes, syncs, groupRecordsMax, queuedBytes, files.count(), fileBytes);
        } finally {
            lock.unlock();
        }
    }

    /// Writes and syncs what is queued, whatever the durability, and ends.
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            work.signal();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        Threads.join(thread);
        writer.close();
    }

    private void run() {
        List<Pending> group = List.of();
        try {
            while (true) {
                group = nextGroup();
                if (group.isEmpty()) {
                    writer.sync();
                    if (isFinished()) {
                        writer.finish();
                        return;
                    }
                } else {
                    commit(group);
                }
            }
        } catch (Throwable e) {
            fail(e, group);
        }
    }

    /// Waits for records.
    ///
    /// @return none if it is time to sync, or to end
    private List<Pending> nextGroup() throws InterruptedException {
        lock.lock();
        try {
            while (queue.isEmpty() && !closing) {
                if (config.durability() instanceof Durability.Interval && writer.isDirty()) {
                    long leftNs = untilSyncNs();
                    if (leftNs <= 0) {
                        return List.of();
                    }
                    work.awaitNanos(leftNs);
                } else {
                    work.await();
                }
            }
            return takeQueued();
        } finally {
            lock.unlock();
        }
    }

    private List<Pending> takeQueued() {
        int count = 0;
        for (long groupBytes = 0; count < queue.size() && groupBytes < GROUP_BYTES_MAX; count++) {
            groupBytes += queue.get(count).frame().size();
        }
        ArrayList<Pending> group = queue;
        queue = new ArrayList<>(group.subList(count, group.size()));
        return group.subList(0, count);
    }

    private boolean isFinished() {
        lock.lock();
        try {
            return closing && queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<Pending> group) {
        WalSyncEvent event = new WalSyncEvent();
        event.begin();
        long startNs = System.nanoTime();
        if (!writer.isDirty()) {
            dirtySinceNs = startNs;
        }
        writer.write(group);
        boolean synced =
                switch (config.durability()) {
                    case Durability.Synced() -> true;
                    case Durability.Interval(int _) -> untilSyncNs() <= 0;
                    case Durability.Buffered() -> false;
                };
        if (synced) {
            writer.sync();
        }
        long groupBytes = 0;
        for (Pending pending : group) {
            groupBytes += pending.frame().size();
            pool.giveBack(pending.frame());
        }
        account(group.size(), groupBytes);
        for (Pending pending : group) {
            pending.ticket().complete(null);
        }
        event.recordCount = group.size();
        event.groupBytes = groupBytes;
        event.queueWaitNs = startNs - group.getFirst().enqueuedNs();
        event.synced = synced;
        event.commit();
    }

    private long untilSyncNs() {
        return config.durability() instanceof Durability.Interval(int syncIntervalMs)
                ? TimeUnit.MILLISECONDS.toNanos(syncIntervalMs) - (System.nanoTime() - dirtySinceNs)
                : Long.MAX_VALUE;
    }

    private void account(int groupRecords, long groupBytes) {
        lock.lock();
        try {
            records += groupRecords;
            bytes += groupBytes;
            syncs = writer.syncs();
            groupRecordsMax = Math.max(groupRecordsMax, groupRecords);
            queuedBytes -= groupBytes;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Nobody who has not been told of success is told of it from now on.
    private void fail(Throwable cause, List<Pending> group) {
        List<Pending> refused = new ArrayList<>(group);
        lock.lock();
        try {
            failure = failure == null ? cause : failure;
            refused.addAll(queue);
            queue.clear();
            queuedBytes = 0;
            room.signalAll();
        } finally {
            lock.unlock();
        }
        for (Pending pending : refused) {
            pending.ticket().complete(cause);
        }
    }
}
