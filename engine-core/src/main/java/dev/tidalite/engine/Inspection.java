package dev.tidalite.engine;

import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.TableId;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// What lies in the folder of an engine that is not running, or in a single segment file. Changes
/// nothing.
///
/// @param path the folder or file
/// @param databases ascending by name; of a single file one without a name
/// @param recovery what the next opening would find and do; empty for a single file, or if it
///     would fail
/// @param findings what is wrong
public record Inspection(
        Path path, List<Database> databases, Optional<Recovery> recovery, List<String> findings) {
    public Inspection {
        databases = List.copyOf(databases);
        findings = List.copyOf(findings);
    }

    /// @param retentionNs how long it keeps rows; [Long#MAX_VALUE] if for ever
    public record Database(String name, long retentionNs, List<Table> tables) {
        public Database {
            tables = List.copyOf(tables);
        }
    }

    /// @param columns what they take in all segments together, in the order of the table
    /// @param segments ascending by time
    /// @param overlapCount pairs of segments whose times overlap
    public record Table(
            String name,
            TableId id,
            List<Column> columns,
            List<Segment> segments,
            int overlapCount) {
        public Table {
            columns = List.copyOf(columns);
            segments = List.copyOf(segments);
        }
    }

    /// @param encodings names as Parquet has them
    /// @param bytes compressed, as in the file
    public record Column(ColumnSchema schema, SortedSet<String> encodings, long bytes) {}

    /// @param seriesCount distinct combinations of tag values
    public record Segment(
            Path file,
            TimeRange timeRange,
            long rowCount,
            int seriesCount,
            long fileBytes,
            long firstSequence,
            long lastSequence) {}

    /// What the next opening would find and do.
    ///
    /// @param flushed the last write that is in segments
    /// @param last the last write of all
    /// @param recordCount log records that would be read
    /// @param logBytes the length of these, uncompressed
    /// @param torn what would be cut off the end of the log, empty if nothing
    /// @param removedFiles files that nothing names, which would be deleted
    public record Recovery(
            SequenceNumber flushed,
            SequenceNumber last,
            long recordCount,
            long logBytes,
            Optional<String> torn,
            List<String> removedFiles) {
        public Recovery {
            removedFiles = List.copyOf(removedFiles);
        }
    }

    /// Looks at a folder or a file.
    ///
    /// @param verify whether to compare all checksums, which reads everything
    /// @throws EngineException.NotFound if there is no such folder or file, or it is no engine's
    /// @throws EngineException.Locked if an engine is running on the folder
    public static Inspection of(Path path, boolean verify) {
        return new Inspector(verify).inspect(path);
    }

    /// As text, for people.
    @Override
    public String toString() {
        return InspectionText.of(this);
    }
}
