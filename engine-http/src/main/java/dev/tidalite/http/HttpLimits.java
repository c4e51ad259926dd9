package dev.tidalite.http;

/// What the adapter takes at most. Every value is checked when it is made.
///
/// @param bodyBytesMax of a body as it is sent
/// @param decompressedBytesMax of the same body when it is unpacked
/// @param bodyMemoryBytesMax of all bodies that are at work at a time; further ones are told to
///     retry
/// @param concurrentWritesMax writes that are worked on at a time; further ones are told to retry
/// @param concurrentQueriesMax queries that are worked on at a time; further ones are told to retry
/// @param requestsPerSecondMax of one token, or of one address where there is none, with as many
///     more at once after a pause; 0 is any number
/// @param chunkRows rows in one piece of a chunked answer, unless the request says otherwise
public record HttpLimits(
        int bodyBytesMax,
        int decompressedBytesMax,
        long bodyMemoryBytesMax,
        int concurrentWritesMax,
        int concurrentQueriesMax,
        int requestsPerSecondMax,
        int chunkRows) {
    private static final int MIB = 1024 * 1024;
    private static final int HEAP_PART = 4;

    /// 50 MB raw and 250 MB unpacked, as InfluxDB Cloud Serverless; a quarter of the heap for all
    /// bodies; any number of requests a second. Many writes: they wait for one sync together, and a
    /// write that waits costs little but its body.
    public static final HttpLimits DEFAULT =
            new HttpLimits(
                    50 * MIB,
                    250 * MIB,
                    Math.max(64L * MIB, Runtime.getRuntime().maxMemory() / HEAP_PART),
                    4_096,
                    64,
                    0,
                    10_000);

    public HttpLimits {
        atLeast("bodyBytesMax", bodyBytesMax, 1);
        atLeast("decompressedBytesMax", decompressedBytesMax, 1);
        atLeast("bodyMemoryBytesMax", bodyMemoryBytesMax, 1);
        atLeast("concurrentWritesMax", concurrentWritesMax, 1);
        atLeast("concurrentQueriesMax", concurrentQueriesMax, 1);
        atLeast("requestsPerSecondMax", requestsPerSecondMax, 0);
        atLeast("chunkRows", chunkRows, 1);
    }

    private static void atLeast(String name, long value, long min) {
        if (value < min) {
            throw new IllegalArgumentException(name + " " + value + " is less than " + min);
        }
    }
}
