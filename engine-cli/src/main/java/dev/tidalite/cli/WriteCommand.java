package dev.tidalite.cli;

import dev.tidalite.cli.DataSource.BadLine;
import dev.tidalite.lp.Lines;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;

/// `tidalite write`
@Command(
        name = "write",
        description = {
            "Writes line protocol from files or standard input, packed or not.",
            "Good lines are written though others are bad; writing the same lines again is"
                    + " harmless."
        },
        mixinStandardHelpOptions = true)
final class WriteCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    private static final int LISTED_MAX = 100;
    private static final int SHOWN_MAX = 10;
    private static final int GZIP_MAGIC = 0x1f8b;

    @Mixin private DataSource.Choice source = new DataSource.Choice();

    @Option(names = "--db", paramLabel = "DATABASE", required = true, description = "Into which.")
    private String database = "";

    @Option(
            names = "--precision",
            defaultValue = "ns",
            description = "The unit of times: ns, us, ms or s (default: ${DEFAULT-VALUE}).")
    private String precision = "";

    @Option(
            names = "--errors",
            paramLabel = "FILE",
            description = "A file that gets the bad lines, each behind a comment that says why.")
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

    @Option(names = "--quiet", description = "Say nothing unless a line is bad.")
    private boolean quiet;

    @Parameters(paramLabel = "FILE", description = "Files; - is standard input (default).")
    private List<String> files = new ArrayList<>();

    private final Properties done = new Properties();
    private long lineCount;
    private long badCount;
    private long shownAtNs;

    @Override
    public Integer call() throws Exception {
        if (resume != null && Files.exists(resume)) {
            try (InputStream in = Files.newInputStream(resume)) {
                done.load(in);
            }
        }
        long startNs = System.nanoTime();
        try (DataSource open = source.open()) {
            for (String file : files.isEmpty() ? List.of(STANDARD_INPUT) : files) {
                write(open, file);
            }
        }
        if (!quiet) {
            double elapsed = (System.nanoTime() - startNs) / 1e9;
            System.err.printf(
                    Locale.ROOT,
                    "wrote %,d lines in %.1f s; %,d were bad%n",
                    lineCount - badCount,
                    elapsed,
                    badCount);
        }
        return badCount == 0 ? 0 : 1;
    }

    private void write(DataSource target, String name) throws IOException {
        boolean standard = name.equals(STANDARD_INPUT);
        String key = standard ? name : Path.of(name).toAbsolutePath().toString();
        try (InputStream raw = standard ? System.in : Files.newInputStream(Path.of(name));
                InputStream in = unpacked(raw)) {
            long skipped = standard ? 0 : Long.parseLong(done.getProperty(key, "0"));
            in.skipNBytes(skipped);
            LineBatches batches = new LineBatches(in, batch.asInt("--batch"));
            while (batches.next()) {
                write(target, name, batches.bytes(), batches.length());
                remember(key, skipped + batches.endOffset());
                progress(name, skipped + batches.endOffset());
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
    private void write(DataSource target, String name, byte[] bytes, int length)
            throws IOException {
        int from = 0;
        while (true) {
            List<BadLine> bad = target.write(database, bytes, from, length, precision);
            Lines lines = new Lines(bytes, from, length);
            int next = from;
            for (BadLine line : bad) {
                while (lines.number() < line.number() && lines.next()) {
                    // on to the line
                }
                tell(
                        name,
                        line,
                        new String(
                                bytes,
                                lines.from(),
                                lines.to() - lines.from(),
                                StandardCharsets.UTF_8));
                next = Math.min(length, lines.to() + 1);
            }
            badCount += bad.size();
            if (bad.size() < LISTED_MAX) {
                while (lines.next()) {
                    // count the rest
                }
                lineCount += lines.number();
                return;
            }
            lineCount += lines.number();
            from = next;
        }
    }

    private void tell(String name, BadLine line, String text) throws IOException {
        if (badCount < SHOWN_MAX && errors == null) {
            System.err.println(name + ": " + line.reason() + ": " + text);
        }
        if (errors != null) {
            String entry = "# " + line.reason().replace('\n', ' ') + "\n" + text + "\n";
            Files.writeString(errors, entry, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    private void remember(String key, long offset) throws IOException {
        if (resume == null || key.equals(STANDARD_INPUT)) {
            return;
        }
        done.setProperty(key, Long.toString(offset));
        Path fresh = resume.resolveSibling(resume.getFileName() + ".new");
        try (OutputStream out = Files.newOutputStream(fresh)) {
            done.store(out, "bytes of each file that are written");
        }
        Files.move(
                fresh, resume, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void progress(String name, long offset) {
        long nowNs = System.nanoTime();
        if (!quiet && System.console() != null && nowNs - shownAtNs > 500_000_000L) {
            shownAtNs = nowNs;
            System.err.printf(
                    Locale.ROOT, "\r%s: %,d lines, %,d MB ", name, lineCount, offset >> 20);
        }
    }
}
