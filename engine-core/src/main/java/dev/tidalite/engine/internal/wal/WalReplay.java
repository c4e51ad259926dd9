package dev.tidalite.engine.internal.wal;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.internal.record.RecordFile;
import dev.tidalite.engine.internal.record.RecordReader;
import dev.tidalite.engine.internal.record.RecordTail;
import dev.tidalite.engine.internal.storage.Storage;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/// Gives back what a log holds. Afterwards the log's files are as if the crash had not torn
/// anything: a torn tail is cut off, and doing it all again gives the same.
public final class WalReplay {
    private final Storage storage;
    private final WalConfig config;
    private final WalFiles files;
    private long lastSequence;
    private long recordCount;
    private long recordBytes;
    private @Nullable TornTail torn;

    private WalReplay(Storage storage, WalConfig config, long flushed) {
        this.storage = storage;
        this.config = config;
        this.files = new WalFiles(storage);
        this.lastSequence = flushed;
    }

    /// Takes the records of a replay.
    public interface Visitor {
        /// @param payload overwritten when this returns
        /// @param length how many bytes of it count
        void record(SequenceNumber sequence, byte kind, byte[] payload, int length);
    }

    /// What a crash left unfinished at the end of the log.
    ///
    /// @param file the log file that was cut
    /// @param byteOffset where
    /// @param lostBytes how much was cut off; none of it had been acknowledged as synced
    /// @param reason what is wrong with the first of it
    /// @param keptIn the file that has it now
    public record TornTail(
            String file, long byteOffset, long lostBytes, String reason, String keptIn) {}

    /// @param last the place of the last record, or `flushed` if there are none behind it
    /// @param recordCount how many the visitor was given
    /// @param recordBytes the length of their payloads
    public record Result(
            SequenceNumber last, long recordCount, long recordBytes, Optional<TornTail> torn) {}

    /// Visits every record behind a place, in order.
    ///
    /// @param flushed records up to this place are not needed, and may be missing
    /// @throws EngineException.Corrupt if a record that was durable is damaged or missing
    public static Result replay(
            Storage storage, WalConfig config, SequenceNumber flushed, Visitor visitor) {
        WalReplay replay = new WalReplay(storage, config, flushed.value());
        replay.files.deleteUpTo(flushed.value());
        NavigableMap<Long, String> names = replay.files.after(flushed.value());
        for (Map.Entry<Long, String> entry : names.entrySet()) {
            Long next = names.higherKey(entry.getKey());
            replay.readFile(entry.getKey(), entry.getValue(), next, visitor);
        }
        return new Result(
                new SequenceNumber(replay.lastSequence),
                replay.recordCount,
                replay.recordBytes,
                Optional.ofNullable(replay.torn));
    }

    /// @param next the first sequence of the file behind; null if this is the last
    private void readFile(long firstSequence, String name, @Nullable Long next, Visitor visitor) {
        if (firstSequence > lastSequence + 1) {
            throw new EngineException.Corrupt(
                    storage.path(name),
                    0,
                    "the file begins with record "
                            + firstSequence
                            + ", but the log ends with "
                            + lastSequence
                            + " before it");
        }
        RecordTail tail;
        long syncedBytes;
        boolean empty;
        try (RecordReader reader =
                new RecordReader(storage, name, WalFiles.MAGIC, config.recordBytesMax())) {
            if (reader.header().firstSequence() != firstSequence) {
                throw new EngineException.Corrupt(
                        storage.path(name),
                        0,
                        "the file begins with record "
                                + reader.header().firstSequence()
                                + ", which is not what its name says");
            }
            while (reader.next()) {
                if (reader.sequence() > lastSequence) {
                    visit(reader, visitor);
                }
            }
            tail = reader.tail();
            syncedBytes = reader.syncedBytes();
            empty = reader.nextSequence() == firstSequence;
            lastSequence = Math.max(lastSequence, reader.nextSequence() - 1);
        }
        if (tail instanceof RecordTail.Torn cut) {
            if (next == null) {
                keep(name, cut);
            } else if (next > lastSequence + 1) {
                throw new EngineException.Corrupt(
                        storage.path(name), cut.endOffset(), cut.reason());
            }
        }
        if (next == null) {
            RecordFile.resume(storage, name, syncedBytes, tail.endOffset()).close();
            if (empty) {
                files.delete(firstSequence);
            }
        }
    }

    private void visit(RecordReader reader, Visitor visitor) {
        visitor.record(
                new SequenceNumber(reader.sequence()),
                reader.kind(),
                reader.payload(),
                reader.payloadBytes());
        recordCount++;
        recordBytes += reader.payloadBytes();
    }

    /// Keeps the tail in a file of its own before it is cut off; a crash in between does it again.
    private void keep(String name, RecordTail.Torn tail) {
        String keptIn = LostBytes.keep(storage, name, tail.endOffset(), tail.lostBytes());
        torn = new TornTail(name, tail.endOffset(), tail.lostBytes(), tail.reason(), keptIn);
    }
}
