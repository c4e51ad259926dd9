package dev.tidalite.http;

import dev.tidalite.lp.Lines;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Guesses the unit of timestamps by their size, as InfluxDB 3 Core does for the precision `auto`:
/// below 5e9 seconds, below 5e12 milliseconds, below 5e15 microseconds, else nanoseconds.
public final class GuessedTimes {
    private static final long SECONDS_BELOW = 5_000_000_000L;
    private static final long MILLISECONDS_BELOW = 5_000_000_000_000L;
    private static final long MICROSECONDS_BELOW = 5_000_000_000_000_000L;
    private static final int DIGITS_MAX = 16;

    private GuessedTimes() {}

    /// The same lines, each with a timestamp in nanoseconds if it has one at all.
    public static byte[] toNanoseconds(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + body.length / 8);
        Lines lines = new Lines(body, 0, body.length);
        int copied = 0;
        while (lines.next()) {
            int end = lines.to();
            while (end > lines.from() && body[end - 1] == ' ') {
                end--;
            }
            int start = numberStart(body, lines.from(), end);
            if (start < 0) {
                continue;
            }
            long value = Long.parseLong(text(body, start, end));
            out.write(body, copied, start - copied);
            out.writeBytes(
                    Long.toString(value * unitNs(value)).getBytes(StandardCharsets.US_ASCII));
            copied = end;
        }
        out.write(body, copied, body.length - copied);
        return out.toByteArray();
    }

    private static String text(byte[] body, int from, int to) {
        return new String(body, from, to - from, StandardCharsets.US_ASCII);
    }

    /// Where the whole number begins that the line ends with, behind a space; -1 if it ends with
    /// anything else, or with a number too long for any unit but nanoseconds.
    private static int numberStart(byte[] body, int from, int to) {
        int at = to;
        while (at > from && body[at - 1] >= '0' && body[at - 1] <= '9') {
            at--;
        }
        int digits = to - at;
        if (at > from && body[at - 1] == '-') {
            at--;
        }
        boolean separate = at > from && body[at - 1] == ' ';
        return separate && digits > 0 && digits <= DIGITS_MAX ? at : -1;
    }

    private static long unitNs(long value) {
        long size = Math.abs(value);
        if (size < SECONDS_BELOW) {
            return 1_000_000_000L;
        }
        if (size < MILLISECONDS_BELOW) {
            return 1_000_000L;
        }
        return size < MICROSECONDS_BELOW ? 1_000L : 1L;
    }
}
