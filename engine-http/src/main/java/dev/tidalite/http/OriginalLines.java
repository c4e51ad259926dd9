package dev.tidalite.http;

import dev.tidalite.engine.WriteResult.RejectedLine;
import dev.tidalite.lp.Lines;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The beginnings of rejected lines, for error messages.
final class OriginalLines {
    private static final int BYTES_MAX = 20;

    private OriginalLines() {}

    /// @param rejected in the order of the lines
    /// @return as many texts, each of at most 20 bytes and whole characters
    static List<String> of(byte[] body, List<RejectedLine> rejected) {
        List<String> found = new ArrayList<>(rejected.size());
        Lines lines = new Lines(body, 0, body.length);
        for (RejectedLine line : rejected) {
            while (lines.number() < line.lineNumber() && lines.next()) {
                // on to the line
            }
            found.add(beginning(body, lines.from(), lines.to()));
        }
        return found;
    }

    private static String beginning(byte[] body, int from, int to) {
        int end = Math.min(to, from + BYTES_MAX);
        while (end < to && (body[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(body, from, end - from, StandardCharsets.UTF_8);
    }
}
