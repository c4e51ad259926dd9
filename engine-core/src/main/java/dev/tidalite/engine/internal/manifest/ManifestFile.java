package dev.tidalite.engine.internal.manifest;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.internal.record.FileHeader;
import dev.tidalite.engine.internal.record.RecordFile;
import dev.tidalite.engine.internal.record.RecordFrame;
import dev.tidalite.engine.internal.record.RecordReader;
import dev.tidalite.engine.internal.record.RecordTail;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.internal.storage.WriteFile;

import java.util.List;

/// One file of edits, which begins with a checkpoint: the edits that make its first state out of
/// nothing. Used by one thread at a time.
final class ManifestFile implements AutoCloseable {
    /// `TIDAMAN1`, its first letter in the lowest byte.
    static final long MAGIC = 0x314e414d41444954L;

    private static final int RECORD_BYTES_MAX = 256 << 20;
    private static final int CHECKPOINT_EDITS_PER_RECORD = 4096;
    private static final byte EDITS = 1;

    private final FileHeader header;
    private final WriteFile file;
    private final RecordFrame frame = new RecordFrame();
    private long nextSequence;

    private ManifestFile(FileHeader header, WriteFile file, long nextSequence) {
        this.header = header;
        this.file = file;
        this.nextSequence = nextSequence;
    }

    /// A new file that begins with a checkpoint. It has its name when all of it is durable, so that
    /// a file of that name is always whole.
    static ManifestFile create(Storage storage, long number, List<ManifestEdit> checkpoint) {
        String name = FileName.manifest(number);
        writeCheckpoint(storage, FileName.unfinished(name), checkpoint);
        storage.rename(FileName.unfinished(name), name);
        storage.syncFolder(FileName.MANIFEST_FOLDER);
        return open(storage, number, _ -> {});
    }

    private static void writeCheckpoint(
            Storage storage, String name, List<ManifestEdit> checkpoint) {
        storage.delete(name);
        FileHeader header = FileHeader.create(MAGIC, 1);
        try (ManifestFile started = new ManifestFile(header, storage.create(name), 1)) {
            started.file.write(header.encode());
            for (int from = 0; from < checkpoint.size(); from += CHECKPOINT_EDITS_PER_RECORD) {
                int to = Math.min(from + CHECKPOINT_EDITS_PER_RECORD, checkpoint.size());
                started.write(checkpoint.subList(from, to));
            }
            started.file.sync();
        }
    }

    /// Takes the edits of a file as it is opened.
    interface Visitor {
        /// @throws EngineException.NotFound if they do not fit what came before
        void edits(List<ManifestEdit> edits);
    }

    /// Reads a file from its beginning and goes on behind its last whole record. What follows that
    /// was never acknowledged, and is cut off.
    ///
    /// @throws EngineException.Corrupt if a record is damaged
    static ManifestFile open(Storage storage, long number, Visitor visitor) {
        String name = FileName.manifest(number);
        FileHeader header;
        RecordTail tail;
        long syncedBytes;
        long nextSequence;
        try (RecordReader reader = new RecordReader(storage, name, MAGIC, RECORD_BYTES_MAX)) {
            header = reader.header();
            while (reader.next()) {
                visit(storage, name, reader, visitor);
            }
            tail = reader.tail();
            syncedBytes = reader.syncedBytes();
            nextSequence = reader.nextSequence();
        }
        WriteFile file = RecordFile.resume(storage, name, syncedBytes, tail.endOffset());
        return new ManifestFile(header, file, nextSequence);
    }

    private static void visit(Storage storage, String name, RecordReader reader, Visitor visitor) {
        if (reader.kind() != EDITS) {
            throw new EngineException.Corrupt(
                    storage.path(name),
                    reader.offset(),
                    "the record's kind is " + reader.kind() + ", expected " + EDITS);
        }
        try {
            visitor.edits(EditCodec.decode(reader.payload(), reader.payloadBytes()));
        } catch (IllegalArgumentException | EngineException.NotFound e) {
            throw new EngineException.Corrupt(
                    storage.path(name), reader.offset(), String.valueOf(e.getMessage()));
        }
    }

    /// Durable when it returns. When it throws, nobody knows whether the edits will be there after
    /// the next opening.
    void append(List<ManifestEdit> edits) {
        write(edits);
        file.sync();
    }

    /// Not durable when it returns.
    void write(List<ManifestEdit> edits) {
        byte[] payload = EditCodec.encode(edits);
        if (payload.length > RECORD_BYTES_MAX) {
            throw new EngineException.LimitExceeded(
                    "edits of "
                            + payload.length
                            + " bytes exceed the limit of "
                            + RECORD_BYTES_MAX);
        }
        frame.encode(EDITS, payload, 0, payload.length);
        frame.seal(header, nextSequence, file.position());
        file.write(frame.buffer());
        nextSequence++;
    }

    /// Marks the end, so that damage to the last edit is not taken for the work of a crash.
    void finish() {
        frame.encodeClosed();
        frame.seal(header, nextSequence, file.position());
        file.write(frame.buffer());
        file.sync();
    }

    long bytes() {
        return file.position();
    }

    @Override
    public void close() {
        file.close();
    }
}
