package dev.tidalite.engine.internal.wal;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.internal.record.FileHeader;
import dev.tidalite.engine.internal.record.RecordFrame;
import dev.tidalite.engine.internal.record.RecordReader;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.internal.storage.WriteFile;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/// Makes a damaged log readable again, for those who would rather lose some writes than all. Files
/// with damage are written anew with the records that are whole, and say where others are missing;
/// the old bytes are kept in the folder of lost things. A crash in the midst of it harms nothing.
public final class WalSalvage {
    private final Storage storage;
    private final WalConfig config;
    private final List<Loss> losses = new ArrayList<>();

    private WalSalvage(Storage storage, WalConfig config) {
        this.storage = storage;
        this.config = config;
    }

    /// Writes that are gone.
    ///
    /// @param file the log file that should have held them
    /// @param first the place of the first one
    /// @param last the place of the last one; at the end of the log, where nobody knows how many
    ///     there were, the same as the first
    /// @param reason what was found instead
    /// @param keptIn the file that has the old bytes; null if there were none
    public record Loss(
            String file,
            SequenceNumber first,
            SequenceNumber last,
            String reason,
            @Nullable String keptIn) {}

    /// To be called before a [WalReplay], which then finds no damage.
    ///
    /// @param flushed records up to this place do not matter
    /// @return what is gone, in order; none if the log was not damaged
    public static List<Loss> run(Storage storage, WalConfig config, SequenceNumber flushed) {
        WalSalvage salvage = new WalSalvage(storage, config);
        WalFiles files = new WalFiles(storage);
        files.deleteUpTo(flushed.value());
        NavigableMap<Long, String> names = files.after(flushed.value());
        if (!names.isEmpty() && names.firstKey() > flushed.value() + 1) {
            salvage.bridge(flushed.value() + 1, names.firstKey());
        }
        for (Map.Entry<Long, String> entry : names.entrySet()) {
            Long next = names.higherKey(entry.getKey());
            salvage.file(entry.getKey(), entry.getValue(), next);
        }
        return salvage.losses;
    }

    /// There is no file where one should be.
    private void bridge(long from, long to) {
        String name = FileName.wal(from);
        try (Rewrite rewrite = new Rewrite(name, from)) {
            rewrite.gapTo(to);
            rewrite.finish();
        }
        losses.add(loss(name, from, to, "there is no such file", null));
    }

    private static Loss loss(
            String name, long from, long to, String reason, @Nullable String keptIn) {
        return new Loss(name, new SequenceNumber(from), new SequenceNumber(to - 1), reason, keptIn);
    }

    /// @param next the first sequence of the file behind; null if this is the last
    private void file(long first, String name, @Nullable Long next) {
        List<Loss> found = new ArrayList<>();
        try (Rewrite rewrite = new Rewrite(name, first)) {
            String reason = copy(name, first, rewrite, found);
            if (next != null && rewrite.nextSequence < next) {
                String why = reason.isEmpty() ? "the file ends too early" : reason;
                found.add(loss(name, rewrite.nextSequence, next, why, null));
                rewrite.gapTo(next);
            } else if (next == null && !reason.isEmpty()) {
                found.add(loss(name, rewrite.nextSequence, rewrite.nextSequence, reason, null));
            }
            if (!found.isEmpty()) {
                String keptIn = LostBytes.keep(storage, name, 0, storage.size(name));
                rewrite.finish();
                for (Loss loss : found) {
                    losses.add(new Loss(name, loss.first(), loss.last(), loss.reason(), keptIn));
                }
            }
        }
    }

    /// Copies what is whole.
    ///
    /// @return why there is nothing more; empty if the file ends as it may
    private String copy(String name, long first, Rewrite rewrite, List<Loss> found) {
        try (RecordReader reader =
                new RecordReader(storage, name, WalFiles.MAGIC, config.recordBytesMax())) {
            if (reader.header().firstSequence() != first) {
                return "the file begins with record " + reader.header().firstSequence();
            }
            while (true) {
                try {
                    if (!reader.next()) {
                        rewrite.gapTo(reader.nextSequence());
                        return "";
                    }
                } catch (EngineException.Corrupt e) {
                    String reason = String.valueOf(e.getMessage());
                    if (!reader.skipDamage()) {
                        return reason;
                    }
                    found.add(loss(name, rewrite.nextSequence, reader.sequence(), reason, null));
                }
                rewrite.gapTo(reader.sequence());
                rewrite.copy(reader);
            }
        } catch (EngineException.Corrupt e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// A file that takes the place of another one when it is finished.
    private final class Rewrite implements AutoCloseable {
        private final String name;
        private final FileHeader header;
        private final WriteFile file;
        private final RecordFrame frame = new RecordFrame();
        private long nextSequence;

        Rewrite(String name, long firstSequence) {
            this.name = name;
            this.header = FileHeader.create(WalFiles.MAGIC, firstSequence);
            this.nextSequence = firstSequence;
            storage.delete(FileName.unfinished(name));
            file = storage.create(FileName.unfinished(name));
            file.write(header.encode());
        }

        void copy(RecordReader reader) {
            frame.encode(reader.kind(), reader.payload(), 0, reader.payloadBytes());
            write(reader.sequence() + 1);
        }

        void gapTo(long sequence) {
            if (nextSequence < sequence) {
                frame.encodeGap(sequence);
                write(sequence);
            }
        }

        private void write(long next) {
            frame.seal(header, nextSequence, file.position());
            file.write(frame.buffer());
            nextSequence = next;
        }

        void finish() {
            file.sync();
            storage.rename(FileName.unfinished(name), name);
            storage.syncFolder(FileName.WAL_FOLDER);
        }

        @Override
        public void close() {
            file.close();
            storage.delete(FileName.unfinished(name));
        }
    }
}
