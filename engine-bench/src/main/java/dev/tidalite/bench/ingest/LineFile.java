package dev.tidalite.bench.ingest;

import dev.tidalite.bench.tsbs.CpuData;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/// Line protocol made before the clock starts, in a file that the page cache holds: batches are
/// copied out of it as from a network. Safe for many threads.
final class LineFile implements AutoCloseable {
    private final FileChannel channel;
    private final long[] ends;
    private final AtomicInteger next = new AtomicInteger();

    private LineFile(FileChannel channel, long[] ends) {
        this.channel = channel;
        this.ends = ends;
    }

    /// Makes the lines of a plan, unless they are there.
    static void make(IngestPlan plan) throws IOException {
        if (Files.exists(endsFile(plan))) {
            return;
        }
        CpuData data = new CpuData(plan.hosts(), CpuData.Values.INTEGER, 1);
        int batchCount = Math.toIntExact((plan.rows() + plan.batchRows() - 1) / plan.batchRows());
        ByteBuffer ends = ByteBuffer.allocate(batchCount * Long.BYTES);
        try (FileChannel channel =
                FileChannel.open(
                        plan.lineFile(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            long end = 0;
            for (int batch = 0; batch < batchCount; batch++) {
                long left = plan.rows() - (long) batch * plan.batchRows();
                byte[] lines = data.lines((int) Math.min(plan.batchRows(), left));
                ByteBuffer buffer = ByteBuffer.wrap(lines);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                end += lines.length;
                ends.putLong(end);
            }
            channel.force(true); // else the system would write it while the clock runs
        }
        Files.write(endsFile(plan), ends.array());
    }

    private static Path endsFile(IngestPlan plan) {
        return plan.lineFile().resolveSibling(plan.lineFile().getFileName() + ".ends");
    }

    static void delete(IngestPlan plan) throws IOException {
        Files.deleteIfExists(plan.lineFile());
        Files.deleteIfExists(endsFile(plan));
    }

    /// The lines of a plan, which were made.
    static LineFile open(IngestPlan plan) throws IOException {
        LongBuffer ends = ByteBuffer.wrap(Files.readAllBytes(endsFile(plan))).asLongBuffer();
        long[] copy = new long[ends.remaining()];
        ends.get(copy);
        return new LineFile(FileChannel.open(plan.lineFile(), StandardOpenOption.READ), copy);
    }

    int longestBatchBytes() {
        long longest = ends[0];
        for (int batch = 1; batch < ends.length; batch++) {
            longest = Math.max(longest, ends[batch] - ends[batch - 1]);
        }
        return Math.toIntExact(longest);
    }

    /// Copies the next batch that nobody has taken.
    ///
    /// @return its length, or -1 if there is none left
    int take(byte[] target) throws IOException {
        int batch = next.getAndIncrement();
        if (batch >= ends.length) {
            return -1;
        }
        long from = batch == 0 ? 0 : ends[batch - 1];
        ByteBuffer buffer = ByteBuffer.wrap(target, 0, Math.toIntExact(ends[batch] - from));
        while (buffer.hasRemaining()) {
            channel.read(buffer, from + buffer.position());
        }
        return buffer.position();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
