package dev.tidalite.http;

/// What the adapter takes at most.
///
/// @param bodyBytesMax of a body as it is sent
/// @param decompressedBytesMax of the same body when it is unpacked
/// @param concurrentWritesMax writes that are worked on at a time; further ones are told to retry
/// @param chunkRows rows in one piece of a chunked answer, unless the request says otherwise
public record HttpLimits(
        int bodyBytesMax, int decompressedBytesMax, int concurrentWritesMax, int chunkRows) {
    private static final int MIB = 1024 * 1024;

    /// 50 MB raw and 250 MB unpacked, as InfluxDB Cloud Serverless.
    public static final HttpLimits DEFAULT = new HttpLimits(50 * MIB, 250 * MIB, 256, 10_000);
}
