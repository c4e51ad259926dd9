package dev.tidalite.engine.internal.storage;

import java.util.OptionalLong;

/// How the files of an engine are named. Numbers have twenty digits, so that names sort as numbers
/// do.
public final class FileName {
    /// Held while an engine is open.
    public static final String LOCK = "LOCK";

    public static final String WAL_FOLDER = "wal";
    public static final String MANIFEST_FOLDER = "manifest";
    public static final String SEGMENT_FOLDER = "segments";

    /// What recovery cut off or skipped is kept here.
    public static final String LOST_FOLDER = "lost";

    /// Files that are not finished end so, and are removed at the next opening.
    public static final String UNFINISHED = ".tmp";

    private static final String WAL_ENDING = ".wal";
    private static final String MANIFEST_ENDING = ".manifest";
    private static final String SEGMENT_ENDING = ".parquet";

    private FileName() {}

    /// @param firstSequence of the first record that it holds
    public static String wal(long firstSequence) {
        return WAL_FOLDER + "/" + digits(firstSequence) + WAL_ENDING;
    }

    /// The number in the name of a log file; empty if it is not one.
    public static OptionalLong walSequence(String name) {
        return number(name, WAL_FOLDER, WAL_ENDING);
    }

    public static String manifest(long number) {
        return MANIFEST_FOLDER + "/" + digits(number) + MANIFEST_ENDING;
    }

    /// The number in the name of a manifest; empty if it is not one.
    public static OptionalLong manifestNumber(String name) {
        return number(name, MANIFEST_FOLDER, MANIFEST_ENDING);
    }

    /// The segments of one table are those that match `segments/TABLE-*.parquet`.
    public static String segment(long tableId, long segmentId) {
        return SEGMENT_FOLDER + "/" + tableId + "-" + digits(segmentId) + SEGMENT_ENDING;
    }

    /// The same name for a file that is still being written.
    public static String unfinished(String name) {
        return name + UNFINISHED;
    }

    private static String digits(long number) {
        return String.format("%020d", number);
    }

    private static OptionalLong number(String name, String folder, String ending) {
        int from = folder.length() + 1;
        int to = name.length() - ending.length();
        if (!name.startsWith(folder + "/") || !name.endsWith(ending) || to - from != 20) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(name, from, to, 10));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
