package dev.tidalite.engine.internal.wal;

import dev.tidalite.engine.Durability;

/// @param durability when a record is acknowledged
/// @param fileBytesMax a file is not continued beyond this, 4 KiB to 1 GiB; a longer record gets a
///     file of its own
/// @param recordBytesMax the longest payload, 1 KiB to 512 MiB
/// @param queueBytesMax how much may wait to be written, as compressed; a longer record is taken
///     when nothing else waits
/// @param queueWaitMs how long an append waits for room in the queue before it is refused
public record WalConfig(
        Durability durability,
        long fileBytesMax,
        int recordBytesMax,
        long queueBytesMax,
        int queueWaitMs) {
    public static final WalConfig DEFAULT =
            new WalConfig(Durability.SYNCED, 64L << 20, 128 << 20, 64L << 20, 10_000);

    public WalConfig {
        requireWithin("fileBytesMax", fileBytesMax, 4L << 10, 1L << 30);
        requireWithin("recordBytesMax", recordBytesMax, 1L << 10, 512L << 20);
        requireWithin("queueBytesMax", queueBytesMax, 1, Long.MAX_VALUE);
        requireWithin("queueWaitMs", queueWaitMs, 0, Integer.MAX_VALUE);
    }

    private static void requireWithin(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    name + " is " + value + ", not within " + min + " and " + max);
        }
    }
}
