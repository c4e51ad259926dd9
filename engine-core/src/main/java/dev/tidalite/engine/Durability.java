package dev.tidalite.engine;

/// When a write is acknowledged.
public sealed interface Durability {
    /// After its log record was fsynced; concurrent writes share one fsync. The default.
    Durability SYNCED = new Synced();

    /// After its log record was handed to the operating system. Survives the death of the process,
    /// not that of the machine.
    Durability BUFFERED = new Buffered();

    /// As [#BUFFERED], and an fsync follows at most so many milliseconds later.
    static Durability interval(int ms) {
        return new Interval(ms);
    }

    /// See [Durability#SYNCED].
    record Synced() implements Durability {}

    /// See [Durability#BUFFERED].
    record Buffered() implements Durability {}

    /// @param syncIntervalMs 1 to 60,000
    record Interval(int syncIntervalMs) implements Durability {
        public Interval {
            if (syncIntervalMs < 1 || syncIntervalMs > 60_000) {
                throw new IllegalArgumentException(
                        "sync interval " + syncIntervalMs + " ms is not within 1 and 60,000");
            }
        }
    }
}
