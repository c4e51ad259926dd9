package dev.tidalite.engine;

import dev.tidalite.engine.Inspection.Column;
import dev.tidalite.engine.Inspection.Database;
import dev.tidalite.engine.Inspection.Recovery;
import dev.tidalite.engine.Inspection.Segment;
import dev.tidalite.engine.Inspection.Table;
import dev.tidalite.engine.schema.ColumnRole;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Writes an [Inspection] down.
final class InspectionText {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final StringBuilder text = new StringBuilder();

    private InspectionText() {}

    static String of(Inspection inspection) {
        InspectionText writer = new InspectionText();
        writer.line(inspection.path().toString());
        inspection.databases().forEach(writer::database);
        inspection.recovery().ifPresent(writer::recovery);
        if (inspection.findings().isEmpty()) {
            writer.line("nothing is wrong");
        }
        inspection.findings().forEach(finding -> writer.line("WRONG: " + finding));
        return writer.text.toString();
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private void database(Database database) {
        if (!database.name().isEmpty()) {
            line("database " + database.name() + ", " + retention(database.retentionNs()));
        }
        database.tables().forEach(this::table);
    }

    private static String retention(long retentionNs) {
        return retentionNs == Long.MAX_VALUE
                ? "keeps everything"
                : "keeps " + Duration.ofNanos(retentionNs);
    }

    private void table(Table table) {
        long rowCount = table.segments().stream().mapToLong(Segment::rowCount).sum();
        long fileBytes = table.segments().stream().mapToLong(Segment::fileBytes).sum();
        line(
                "  table %s (%d): %d segments, %s rows, %s, %d overlaps"
                        .formatted(
                                table.name(),
                                table.id().value(),
                                table.segments().size(),
                                number(rowCount),
                                bytes(fileBytes),
                                table.overlapCount()));
        for (Column column : table.columns()) {
            String kind =
                    column.schema().role() == ColumnRole.FIELD
                            ? "field " + column.schema().word()
                            : column.schema().word();
            line(
                    "    %-24s %-12s %10s  %s"
                            .formatted(
                                    column.schema().name(),
                                    kind,
                                    bytes(column.bytes()),
                                    String.join(" ", column.encodings())));
        }
        table.segments().forEach(this::segment);
    }

    private void segment(Segment segment) {
        line(
                "    %s  %s to %s  %s rows  %s series  %s  writes %d to %d"
                        .formatted(
                                segment.file().getFileName(),
                                time(segment.timeRange().startNs()),
                                time(segment.timeRange().endNs()),
                                number(segment.rowCount()),
                                number(segment.seriesCount()),
                                bytes(segment.fileBytes()),
                                segment.firstSequence(),
                                segment.lastSequence()));
    }

    private void recovery(Recovery recovery) {
        line(
                "opening would read %s log records (%s): writes %d to %d"
                        .formatted(
                                number(recovery.recordCount()),
                                bytes(recovery.logBytes()),
                                recovery.flushed().value() + 1,
                                recovery.last().value()));
        recovery.torn().ifPresent(torn -> line("  and cut off " + torn));
        recovery.removedFiles()
                .forEach(file -> line("  and remove " + file + ", which nothing names"));
    }

    private static String time(long timeNs) {
        return Instant.ofEpochSecond(
                        Math.floorDiv(timeNs, NANOS_PER_SECOND),
                        Math.floorMod(timeNs, NANOS_PER_SECOND))
                .toString();
    }

    private static String bytes(long bytes) {
        if (bytes < 10_000) {
            return bytes + " B";
        }
        return bytes < 10_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
