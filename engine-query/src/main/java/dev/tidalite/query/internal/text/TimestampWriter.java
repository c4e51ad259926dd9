package dev.tidalite.query.internal.text;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.ValueText;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Writes timestamps without a zone. What is before the time of day is made once for each day in a
/// row. For one thread.
final class TimestampWriter {
    private static final DataType TYPE = new DataType.Timestamp(null);
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long DAY_NS = 86_400 * SECOND_NS;

    private final CellStyle style;
    private final byte[] quote;
    private byte[] date = {};
    private long day;

    /// `HH:MM:SS`.
    private final byte[] time = "00:00:00".getBytes(StandardCharsets.US_ASCII);

    TimestampWriter(CellStyle style) {
        this.style = style;
        String text = style.text(0L, TYPE);
        this.quote = (text.startsWith("\"") ? "\"" : "").getBytes(StandardCharsets.US_ASCII);
    }

    void write(long timeNs, TextBuffer out) throws IOException {
        long ofDayNs = Math.floorMod(timeNs, DAY_NS);
        if (ofDayNs % SECOND_NS != 0) {
            out.put(style.text(timeNs, TYPE));
            return;
        }
        long timeDay = Math.floorDiv(timeNs, DAY_NS);
        if (timeDay != day || date.length == 0) {
            String text = ValueText.format(timeNs, TYPE);
            date =
                    text.substring(0, text.length() - time.length)
                            .getBytes(StandardCharsets.US_ASCII);
            day = timeDay;
        }
        int second = (int) (ofDayNs / SECOND_NS);
        digits(second / 3600, 0);
        digits(second / 60 % 60, 3);
        digits(second % 60, 6);
        out.put(quote);
        out.put(date);
        out.put(time);
        out.put(quote);
    }

    private void digits(int number, int at) {
        time[at] = (byte) ('0' + number / 10);
        time[at + 1] = (byte) ('0' + number % 10);
    }
}
