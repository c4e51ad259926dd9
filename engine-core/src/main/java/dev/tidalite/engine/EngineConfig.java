package dev.tidalite.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// How an engine works: where it keeps its files, how durable a write is when it is acknowledged,
/// and every limit. Immutable.
public final class EngineConfig {
    private final Path folder;
    private final Durability durability;
    private final long memoryBytesMax;
    private final long flushBytes;
    private final int overloadWaitMs;
    private final long logFileBytesMax;
    private final int tablesMax;
    private final int columnsMax;
    private final int nameBytesMax;
    private final int requestBytesMax;
    private final Duration partitionLength;
    private final InstantSource clock;
    private final boolean salvage;

    private EngineConfig(Builder builder) {
        folder = builder.folder;
        durability = builder.durability;
        memoryBytesMax = builder.memoryBytesMax;
        flushBytes = builder.flushBytes == 0 ? builder.memoryBytesMax / 3 : builder.flushBytes;
        overloadWaitMs = builder.overloadWaitMs;
        logFileBytesMax = builder.logFileBytesMax;
        tablesMax = builder.tablesMax;
        columnsMax = builder.columnsMax;
        nameBytesMax = builder.nameBytesMax;
        requestBytesMax = builder.requestBytesMax;
        partitionLength = builder.partitionLength;
        clock = builder.clock;
        salvage = builder.salvage;
    }

    /// An engine in this folder, with every other value at its default.
    public static EngineConfig of(Path folder) {
        return builder(folder).build();
    }

    /// @param folder made if it does not exist
    public static Builder builder(Path folder) {
        return new Builder(folder);
    }

    public Path folder() {
        return folder;
    }

    /// [Durability#SYNCED] by default.
    public Durability durability() {
        return durability;
    }

    /// Above this, rows that are not flushed yet, and the series known, make writers wait, then
    /// refuses them; when it is near, writers are slowed. A third of the heap by default.
    public long memoryBytesMax() {
        return memoryBytesMax;
    }

    /// When rows in memory take so much they are flushed; sooner by the share of the memory that
    /// the names of series take. A third of [#memoryBytesMax()] by default.
    public long flushBytes() {
        return flushBytes;
    }

    /// How long a write waits for room before it is refused with [EngineException.Overloaded].
    /// 10,000 by default.
    public int overloadWaitMs() {
        return overloadWaitMs;
    }

    /// The log begins a new file before one exceeds this, unless it would hold a single write; 64
    /// MiB by default. What is flushed is deleted in whole files.
    public long logFileBytesMax() {
        return logFileBytesMax;
    }

    /// Tables of one database; 2,000 by default.
    public int tablesMax() {
        return tablesMax;
    }

    /// Columns of one table, the time included; 500 by default.
    public int columnsMax() {
        return columnsMax;
    }

    /// UTF-8 bytes of the name of a database, table or column; 65,536 by default.
    public int nameBytesMax() {
        return nameBytesMax;
    }

    /// Bytes of one request; 250 MiB by default.
    public int requestBytesMax() {
        return requestBytesMax;
    }

    /// How much time the rows of one segment may span at most, counted from the epoch; a day by
    /// default.
    public Duration partitionLength() {
        return partitionLength;
    }

    /// What retention compares with; the system's by default.
    public InstantSource clock() {
        return clock;
    }

    /// Whether opening gives up what is damaged in the midst of the log, instead of refusing. Off
    /// by default; what was given up is in [Engine#recovery].
    public boolean salvage() {
        return salvage;
    }

    /// Makes an [EngineConfig]. Used by one thread.
    public static final class Builder {
        private static final long MEMORY_BYTES_MIN = 1 << 20;

        private final Path folder;
        private Durability durability = Durability.SYNCED;
        private long memoryBytesMax =
                Math.max(MEMORY_BYTES_MIN, Runtime.getRuntime().maxMemory() / 3);
        private long flushBytes;
        private int overloadWaitMs = 10_000;
        private long logFileBytesMax = 64L << 20;
        private int tablesMax = 2_000;
        private int columnsMax = 500;
        private int nameBytesMax = 65_536;
        private int requestBytesMax = 250 << 20;
        private Duration partitionLength = Duration.ofDays(1);
        private InstantSource clock = InstantSource.system();
        private boolean salvage;

        private Builder(Path folder) {
            this.folder = folder;
        }

        public Builder durability(Durability value) {
            durability = value;
            return this;
        }

        /// @param value at least 1 MiB
        public Builder memoryBytesMax(long value) {
            memoryBytesMax = atLeast("memoryBytesMax", value, MEMORY_BYTES_MIN);
            return this;
        }

        /// @param value at least 1
        public Builder flushBytes(long value) {
            flushBytes = atLeast("flushBytes", value, 1);
            return this;
        }

        /// @param value 0 refuses at once
        public Builder overloadWaitMs(int value) {
            overloadWaitMs = (int) atLeast("overloadWaitMs", value, 0);
            return this;
        }

        /// @param value 4 KiB to 1 GiB
        public Builder logFileBytesMax(long value) {
            if (value > 1L << 30) {
                throw new IllegalArgumentException("logFileBytesMax " + value + " exceeds 1 GiB");
            }
            logFileBytesMax = atLeast("logFileBytesMax", value, 4L << 10);
            return this;
        }

        public Builder tablesMax(int value) {
            tablesMax = (int) atLeast("tablesMax", value, 1);
            return this;
        }

        /// @param value at least 2: the time and something else
        public Builder columnsMax(int value) {
            columnsMax = (int) atLeast("columnsMax", value, 2);
            return this;
        }

        public Builder nameBytesMax(int value) {
            nameBytesMax = (int) atLeast("nameBytesMax", value, 1);
            return this;
        }

        public Builder requestBytesMax(int value) {
            requestBytesMax = (int) atLeast("requestBytesMax", value, 1);
            return this;
        }

        /// @param value at least a minute, at most 10,000 days
        public Builder partitionLength(Duration value) {
            if (value.compareTo(Duration.ofMinutes(1)) < 0
                    || value.compareTo(Duration.ofDays(10_000)) > 0) {
                throw new IllegalArgumentException(
                        "partitionLength " + value + " is not within a minute and 10,000 days");
            }
            partitionLength = value;
            return this;
        }

        public Builder clock(InstantSource value) {
            clock = value;
            return this;
        }

        public Builder salvage(boolean value) {
            salvage = value;
            return this;
        }

        public EngineConfig build() {
            return new EngineConfig(this);
        }

        private static long atLeast(String name, long value, long min) {
            if (value < min) {
                throw new IllegalArgumentException(name + " " + value + " is less than " + min);
            }
            return value;
        }
    }
}
