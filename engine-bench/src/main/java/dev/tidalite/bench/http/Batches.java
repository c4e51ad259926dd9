package dev.tidalite.bench.http;

import dev.tidalite.bench.peers.HttpPeer;
import dev.tidalite.bench.tsbs.CpuData;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/// Lines made before any clock starts, batch by batch, in a file that the page cache holds. Safe
/// for many threads; closing deletes the file.
final class Batches implements AutoCloseable {
    /// The field that is summed up to see whether what is found is what was written.
    static final String SUMMED = "usage_user";

    private static final long SEED = 1;

    private final Path file;
    private final FileChannel channel;
    private final long[] ends;
    private final HttpPeer.Stored content;
    private final AtomicInteger next = new AtomicInteger();

    private Batches(Path file, FileChannel channel, long[] ends, HttpPeer.Stored content) {
        this.file = file;
        this.channel = channel;
        this.ends = ends;
        this.content = content;
    }

    /// @param table three letters, into which the lines go
    static Batches make(Path folder, String table, int hosts, long rows, int batchRows)
            throws IOException {
        Path file = Files.createTempFile(folder, "lines", ".lp");
        CpuData data = new CpuData(hosts, CpuData.Values.INTEGER, SEED);
        long[] ends = new long[Math.toIntExact((rows + batchRows - 1) / batchRows)];
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long end = 0;
        for (int batch = 0; batch < ends.length; batch++) {
            long left = rows - (long) batch * batchRows;
            byte[] text = data.lines((int) Math.min(batchRows, left));
            rename(text, table.getBytes(StandardCharsets.US_ASCII));
            ByteBuffer lines = ByteBuffer.wrap(text);
            while (lines.hasRemaining()) {
                end += channel.write(lines);
            }
            ends[batch] = end;
        }
        channel.force(true); // else the system would write it while the clock runs
        return new Batches(file, channel, ends, new HttpPeer.Stored(rows, sum(hosts, rows)));
    }

    /// Of [#SUMMED] over all rows, from the generator and not from the text.
    private static long sum(int hosts, long rows) {
        CpuData data = new CpuData(hosts, CpuData.Values.INTEGER, SEED);
        int field = CpuData.FIELDS.indexOf(SUMMED);
        long sum = 0;
        for (long row = 0; row < rows; row++) {
            data.advance();
            sum += (long) data.value(field);
        }
        return sum;
    }

    private static void rename(byte[] lines, byte[] table) {
        for (int at = 0; at < lines.length; at++) {
            if (at == 0 || lines[at - 1] == '\n') {
                System.arraycopy(table, 0, lines, at, table.length);
            }
        }
    }

    /// What a server that lost nothing finds.
    HttpPeer.Stored content() {
        return content;
    }

    /// All batches may be taken again.
    void rewind() {
        next.set(0);
    }

    byte[] newBuffer() {
        long longest = ends[0];
        for (int batch = 1; batch < ends.length; batch++) {
            longest = Math.max(longest, ends[batch] - ends[batch - 1]);
        }
        return new byte[Math.toIntExact(longest)];
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
        Files.delete(file);
    }
}
