package dev.tidalite.engine;

import dev.tidalite.engine.schema.TableSchema;

import java.util.List;
import java.util.Optional;

/// One database at one point in time: every write acknowledged before it was opened is in it, no
/// later one ever is, and duplicate keys are already merged (per column the newest value wins).
///
/// Safe for use by many threads. Keeps the files it reads alive until it is closed; closing it
/// twice does nothing.
public interface Snapshot extends AutoCloseable {
    String database();

    /// The last write that this snapshot sees.
    SequenceNumber sequenceNumber();

    /// The tables, ascending by name.
    List<TableSchema> tables();

    Optional<TableSchema> table(String name);

    /// Reads rows of a table.
    ///
    /// @throws IllegalArgumentException if the table or a column does not exist
    BatchCursor scan(ScanSpec spec);

    /// The same rows in parts that may be read by different threads, each row in exactly one part.
    /// With [ScanSpec.Order#SERIES_TIME] a series is never cut. With a time order there is one
    /// part.
    ///
    /// @param partsWanted a hint; there may be more or fewer, but at least one
    default List<ScanPart> split(ScanSpec spec, int partsWanted) {
        return split(spec, partsWanted, ScanObserver.NONE);
    }

    /// As [#split(ScanSpec, int)].
    ///
    /// @param observer is told what is read of files, until the last part is closed
    List<ScanPart> split(ScanSpec spec, int partsWanted, ScanObserver observer);

    @Override
    void close();

    /// A part of a scan that has not been opened yet.
    interface ScanPart {
        BatchCursor open();
    }
}
