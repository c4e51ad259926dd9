package dev.tidalite.flight;

import dev.tidalite.query.QueryLimits;

import java.time.Duration;

/// What the adapter takes and gives at most.
///
/// @param requestBytesMax of one message that comes in, unpacked
/// @param messageBytesMax of Arrow data in one message that goes out, below the 4 MB that gRPC
///     clients take unless told otherwise; a single row that is larger goes out all the same
/// @param streamsMax answers that are being sent at a time; further ones are refused
/// @param query for each query; its timeout also covers the time the client takes to read
/// @param silence for which an answer that is still being computed sends nothing; then it sends a
///     batch without rows, so that nobody on the way takes the connection for dead
public record FlightLimits(
        int requestBytesMax,
        int messageBytesMax,
        int streamsMax,
        QueryLimits query,
        Duration silence) {
    private static final int MIB = 1024 * 1024;

    /// 4 MiB in, 2 MiB out, 256 streams, 5 s.
    public static final FlightLimits DEFAULT =
            new FlightLimits(4 * MIB, 2 * MIB, 256, QueryLimits.DEFAULT, Duration.ofSeconds(5));

    public FlightLimits {
        if (requestBytesMax < 1 || messageBytesMax < 1 || streamsMax < 1 || !silence.isPositive()) {
            throw new IllegalArgumentException(
                    "request "
                            + requestBytesMax
                            + " bytes, message "
                            + messageBytesMax
                            + " bytes, streams "
                            + streamsMax
                            + ", silence "
                            + silence);
        }
    }
}
