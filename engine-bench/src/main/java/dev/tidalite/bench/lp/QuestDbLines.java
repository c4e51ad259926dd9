package dev.tidalite.bench.lp;

import io.questdb.cutlass.line.tcp.LineTcpParser;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The peer: the parser that QuestDB's server has for line protocol. It splits lines into names and
/// values and reads the numbers, but stores nothing.
final class QuestDbLines implements AutoCloseable {
    private final MemorySegment text;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer;
    private final boolean rewritten;
    private final LineTcpParser parser = new LineTcpParser();

    /// The parser writes over a text that has escapes; it gets a fresh copy of it each time.
    QuestDbLines(byte[] text) {
        this.text = MemorySegment.ofArray(text);
        buffer = arena.allocate(text.length, 64).copyFrom(this.text);
        boolean backslash = false;
        for (byte b : text) {
            backslash |= b == '\\';
        }
        rewritten = backslash;
    }

    /// Parses the whole text.
    ///
    /// @return a sum over what was found
    long parse() {
        if (rewritten) {
            buffer.copyFrom(text);
        }
        long end = buffer.address() + buffer.byteSize();
        parser.of(buffer.address());
        long sum = 0;
        while (parser.parseMeasurement(end) == LineTcpParser.ParseResult.MEASUREMENT_COMPLETE) {
            sum += parser.getTimestamp() + parser.getEntityCount();
            parser.startNextMeasurement();
        }
        if (parser.getBufferAddress() != end) {
            throw new IllegalStateException(
                    "stopped at " + (parser.getBufferAddress() - buffer.address()));
        }
        return sum;
    }

    @Override
    public void close() {
        parser.close();
        arena.close();
    }
}
