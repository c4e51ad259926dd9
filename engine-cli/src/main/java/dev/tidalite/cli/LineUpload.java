package dev.tidalite.cli;

import dev.tidalite.cli.DataSource.BadLine;
import dev.tidalite.lp.Lines;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.zip.GZIPInputStream;

/// What commands that write lines have in common: where the lines go, what becomes of bad ones, and
/// how far each file has come. A mixin of its command.
///
/// Used by one thread.
final class LineUpload {
    static final String STANDARD_INPUT = "-";

    private static final int LISTED_MAX = 100;
    private static final int SHOWN_MAX = 10;
    private static final int GZIP_MAGIC = 0x1f8b;

    @Mixin private DataSource.Choice source = new DataSource.Choice();

    @Option(names = "--db", paramLabel = "DATABASE", required = true, description = "Into which.")
    private String database = "";

    @Option(
            names = "--errors",
            paramLabel = "FILE",
            description = "A file that gets what is bad, each line behind a comment that says why.")
    private @Nullable Path errors;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description = "A file that keeps what is written, so that a second run goes on there.")
    private @Nullable Path resume;

    @Option(
            names = "--batch",
            paramLabel = "SIZE",
            defaultValue = "4MiB",
            converter = ByteSize.Converter.class,
            description = "Bytes of one write (default: ${DEFAULT-VALUE}).")
    private ByteSize batch = new ByteSize(0);

    @Option(names = "--quiet", description = "Say nothing unless something is bad.")
    private boolean quiet;

    private final Properties done = new Properties();
    private @Nullable DataSource target;
    private long lineCount;
    private long badCount;
    private long shownAtNs;

    /// What a command does while the target is open.
    interface Work {
        void run() throws Exception;
    }

    /// Opens the target, works, and tells what came of it.
    ///
    /// @return the exit code: 1 if something was bad
    int run(Work work) throws Exception {
        if (resume != null && Files.exists(resume)) {
            try (InputStream in = Files.newInputStream(resume)) {
                done.load(in);
            }
        }
        long startNs = System.nanoTime();
        try (DataSource open = source.open()) {
            target = open;
            work.run();
        }
        if (!quiet) {
            double elapsed = (System.nanoTime() - startNs) / 1e9;
            System.err.printf(
                    Locale.ROOT,
                    "wrote %,d lines in %.1f s; %,d were bad%n",
                    lineCount,
                    elapsed,
                    badCount);
        }
        return badCount == 0 ? 0 : 1;
    }

    /// Bytes of one write.
    int batchBytes() {
        return batch.asInt("--batch");
    }

    /// Writes a file of line protocol, packed or not, from where an earlier run ended.
    void writeFile(String name, LinePrecision precision) throws IOException {
        boolean standard = name.equals(STANDARD_INPUT);
        try (InputStream raw = standard ? System.in : Files.newInputStream(Path.of(name));
                InputStream in = unpacked(raw)) {
            long skipped = placeOf(name);
            in.skipNBytes(skipped);
            LineBatches batches = new LineBatches(in, batchBytes());
            while (batches.next()) {
                write(name, batches.bytes(), batches.length(), precision);
                long place = skipped + batches.endOffset();
                arrivedAt(name, place);
                progress(name, ", " + (place >> 20) + " MB");
            }
        } catch (java.nio.file.NoSuchFileException e) {
            throw new IOException("there is no file " + name, e);
        }
    }

    private static InputStream unpacked(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
        in.mark(2);
        int magic = in.read() << 8 | in.read();
        in.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
    }

    /// Writes a piece. A target lists a limited number of bad lines: what is behind the last of
    /// them is written again until all are known.
    void write(String name, byte[] bytes, int length, LinePrecision precision) throws IOException {
        if (target == null) {
            throw new IllegalStateException("lines are written while the target is open");
        }
        int from = 0;
        while (true) {
            List<BadLine> bad = target.write(database, bytes, from, length, precision);
            Lines lines = new Lines(bytes, from, length);
            int next = from;
            for (BadLine line : bad) {
                while (lines.number() < line.number() && lines.next()) {
                    // on to the line
                }
                reject(
                        name,
                        line.reason(),
                        new String(
                                bytes,
                                lines.from(),
                                lines.to() - lines.from(),
                                StandardCharsets.UTF_8));
                next = Math.min(length, lines.to() + 1);
            }
            boolean all = bad.size() < LISTED_MAX;
            while (all && lines.next()) {
                // count the rest
            }
            lineCount += lines.number() - bad.size();
            if (all) {
                return;
            }
            from = next;
        }
    }

    /// Tells of something that is not written, and counts it.
    void reject(String name, String reason, String text) throws IOException {
        if (badCount++ < SHOWN_MAX && errors == null) {
            System.err.println(name + ": " + reason + ": " + text);
        }
        if (errors != null) {
            String entry = "# " + reason.replace('\n', ' ') + "\n" + text + "\n";
            Files.writeString(errors, entry, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /// How far an earlier run came with a file; 0 if there was none.
    long placeOf(String name) {
        return name.equals(STANDARD_INPUT) ? 0 : Long.parseLong(done.getProperty(key(name), "0"));
    }

    private static String key(String name) {
        return Path.of(name).toAbsolutePath().toString();
    }

    /// Remembers how far a file is written.
    void arrivedAt(String name, long place) throws IOException {
        if (resume == null || name.equals(STANDARD_INPUT)) {
            return;
        }
        done.setProperty(key(name), Long.toString(place));
        Path fresh = resume.resolveSibling(resume.getFileName() + ".new");
        try (OutputStream out = Files.newOutputStream(fresh)) {
            done.store(out, "how far each file is written");
        }
        Files.move(
                fresh, resume, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Says how it goes, now and then, to somebody who looks.
    ///
    /// @param more behind the number of lines
    void progress(String name, String more) {
        long nowNs = System.nanoTime();
        if (!quiet && System.console() != null && nowNs - shownAtNs > 500_000_000L) {
            shownAtNs = nowNs;
            System.err.printf(Locale.ROOT, "\r%s: %,d lines%s ", name, lineCount, more);
        }
    }
}
