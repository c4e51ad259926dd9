package dev.tidalite.engine.internal.ingest;

import java.util.concurrent.atomic.LongAdder;

/// What ingest has done since the engine was opened. Safe for many threads.
public final class IngestCounters {
    private final LongAdder writes = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder rejected = new LongAdder();

    void count(long requestBytes, long rowCount, long rejectedCount) {
        writes.increment();
        bytes.add(requestBytes);
        rows.add(rowCount);
        rejected.add(rejectedCount);
    }

    /// Requests and batches of an appender.
    public long writes() {
        return writes.sum();
    }

    /// Of line protocol.
    public long bytes() {
        return bytes.sum();
    }

    public long rows() {
        return rows.sum();
    }

    /// Lines that were not written.
    public long rejected() {
        return rejected.sum();
    }
}
