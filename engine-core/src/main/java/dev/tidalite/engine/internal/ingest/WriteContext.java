package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.internal.codec.ByteWriter;
import dev.tidalite.engine.internal.codec.WriteBatchCodec;
import dev.tidalite.lp.LineDecoder;

import java.util.Arrays;

/// What a thread needs to write, warm from earlier writes. Used by one thread at a time.
final class WriteContext {
    private static final int BYTES_KEPT_MAX = 16 << 20;

    final LineDecoder decoder;
    final WriteStage stage;
    final LineIngest lines;
    final WriteBatchCodec codec = new WriteBatchCodec();
    ByteWriter bytes = new ByteWriter();

    private int[] seen = new int[64];
    private int mark;

    WriteContext(IngestLimits limits) {
        decoder = new LineDecoder(limits.decode());
        stage = new WriteStage(limits);
        lines = new LineIngest(stage);
    }

    /// Begins a new question of what has been seen.
    void forgetSeen() {
        mark++;
    }

    /// Whether this is the first time that a number is asked for.
    boolean isFirst(int number) {
        if (number >= seen.length) {
            seen = Arrays.copyOf(seen, Math.max(number + 1, seen.length * 2));
        }
        boolean first = seen[number] != mark;
        seen[number] = mark;
        return first;
    }

    /// Lets go of what is unusually large.
    void trim() {
        if (bytes.bytes().length > BYTES_KEPT_MAX) {
            bytes = new ByteWriter();
        }
    }
}
