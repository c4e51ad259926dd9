package dev.tidalite.bench.ingest;

import dev.tidalite.bench.tsbs.CpuData;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/// Line protocol made before the clock starts, in a file that the page cache holds: batches are
/// copied out of it as from a network. Safe for many threads.
final class LineFile implements AutoCloseable {
    private final FileChannel channel;
    private final long[] ends;
    private final int batchRows;
    private final long rows;
    private final AtomicInteger next = new AtomicInteger();

    private LineFile(FileChannel channel, long[] ends, int batchRows, long rows) {
        this.channel = channel;
        this.ends = ends;
        this.batchRows = batchRows;
        this.rows = rows;
    }

    static LineFile write(Path file, IngestPlan plan) throws IOException {
        CpuData data = new CpuData(plan.hosts(), CpuData.Values.INTEGER, 1);
        int batchCount = Math.toIntExact((plan.rows() + plan.batchRows() - 1) / plan.batchRows());
        long[] ends = new long[batchCount];
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        long end = 0;
        for (int batch = 0; batch < batchCount; batch++) {
            long left = plan.rows() - (long) batch * plan.batchRows();
            byte[] lines = data.lines((int) Math.min(plan.batchRows(), left));
            ByteBuffer buffer = ByteBuffer.wrap(lines);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            end += lines.length;
            ends[batch] = end;
        }
        return new LineFile(channel, ends, plan.batchRows(), plan.rows());
    }

    /// In bytes.
    long size() {
        return ends[ends.length - 1];
    }

    long rows() {
        return rows;
    }

    int longestBatchBytes() {
        long longest = ends[0];
        for (int batch = 1; batch < ends.length; batch++) {
            longest = Math.max(longest, ends[batch] - ends[batch - 1]);
        }
        return Math.toIntExact(longest);
    }

    int batchRows() {
        return batchRows;
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
