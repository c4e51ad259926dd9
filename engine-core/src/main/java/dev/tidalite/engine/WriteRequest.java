package dev.tidalite.engine;

import dev.tidalite.engine.internal.runtime.Clock;
import dev.tidalite.lp.Precision;

import java.nio.charset.StandardCharsets;

/// Line protocol to be written to one database.
///
/// @param database comes into being if it does not exist
/// @param bytes UTF-8; not copied and not changed: leave it alone until the write has returned
/// @param from first byte of the text
/// @param to one past its last byte
/// @param precision the unit of the lines' timestamps
/// @param defaultTimeNs the time of lines without one
/// @param acceptPartial true: good lines are written though others are bad; false: all or nothing
public record WriteRequest(
        String database,
        byte[] bytes,
        int from,
        int to,
        Precision precision,
        long defaultTimeNs,
        boolean acceptPartial) {

    public WriteRequest {
        if (from < 0 || to < from || to > bytes.length) {
            throw new IllegalArgumentException(
                    "bytes [" + from + ", " + to + ") of " + bytes.length);
        }
    }

    /// Lines with nanosecond timestamps; lines without one happen now; good lines are accepted
    /// though others are bad.
    public static WriteRequest of(String database, String lines) {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        return of(database, bytes, Precision.NANOSECONDS);
    }

    public static WriteRequest of(String database, byte[] bytes, Precision precision) {
        return new WriteRequest(
                database,
                bytes,
                0,
                bytes.length,
                precision,
                Clock.SYSTEM.wallNs(),
                /* acceptPartial= */ true);
    }

    /// The same lines, of which good ones are written though others are bad, or else all or
    /// nothing.
    public WriteRequest acceptingPartial(boolean accept) {
        return new WriteRequest(database, bytes, from, to, precision, defaultTimeNs, accept);
    }
}
