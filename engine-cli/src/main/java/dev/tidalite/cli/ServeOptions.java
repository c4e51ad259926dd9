package dev.tidalite.cli;

import dev.tidalite.engine.Durability;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.http.HttpConfig;
import dev.tidalite.http.HttpLimits;
import dev.tidalite.query.QueryConfig;
import dev.tidalite.query.QueryLimits;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.FileHandler;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// What `tidalite serve` can be told.
final class ServeOptions {
    /// Held here, because a logger that nobody holds forgets its handlers.
    private static final Logger AUDIT = Logger.getLogger("dev.tidalite.audit");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder; made if it does not exist. Required.")
    private @Nullable Path data;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "The address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "";

    @Option(
            names = "--port",
            defaultValue = "8181",
            description = "The port to listen on, 0 for a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "A token that may do everything; may be given several times.")
    private List<String> tokens = new ArrayList<>();

    @Option(names = "--without-auth", description = "Let everybody do everything.")
    private boolean withoutAuth;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "The certificate chain in PEM; replaced files are read again.")
    private @Nullable Path tlsCertificates;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The private key in PEM (PKCS #8).")
    private @Nullable Path tlsKey;

    @Option(
            names = "--access-log",
            paramLabel = "FILE",
            description = "A line a request; yyyy_mm_dd in the name makes a file a day.")
    private @Nullable Path accessLog;

    @Option(
            names = "--audit-log",
            paramLabel = "FILE",
            description = "A line a refused request (default: standard error).")
    private @Nullable Path auditLog;

    @Option(
            names = "--durability",
            defaultValue = "synced",
            description = "synced, buffered, or interval:MS (default: ${DEFAULT-VALUE}).")
    private String durability = "";

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = ByteSize.Converter.class,
            description = "Rows that are not flushed yet (default: a third of the heap).")
    private @Nullable ByteSize memory;

    @Option(
            names = "--no-create-databases",
            description = "Refuse writes to databases that do not exist.")
    private boolean noCreateDatabases;

    @Option(
            names = "--body-max",
            paramLabel = "SIZE",
            defaultValue = "50MiB",
            converter = ByteSize.Converter.class,
            description = "A request's body as it is sent (default: ${DEFAULT-VALUE}).")
    private ByteSize bodyMax = new ByteSize(0);

    @Option(
            names = "--unpacked-max",
            paramLabel = "SIZE",
            defaultValue = "250MiB",
            converter = ByteSize.Converter.class,
            description = "The same, unpacked (default: ${DEFAULT-VALUE}).")
    private ByteSize unpackedMax = new ByteSize(0);

    @Option(
            names = "--writes-max",
            defaultValue = "4096",
            description = "Writes at work at a time (default: ${DEFAULT-VALUE}).")
    private int writesMax;

    @Option(
            names = "--queries-max",
            defaultValue = "64",
            description = "Queries at work at a time (default: ${DEFAULT-VALUE}).")
    private int queriesMax;

    @Option(
            names = "--rate-max",
            defaultValue = "0",
            description = "Requests a second of one token, 0 for any (default: ${DEFAULT-VALUE}).")
    private int rateMax;

    @Option(
            names = "--query-timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long a query may take (default: ${DEFAULT-VALUE}).")
    private int queryTimeoutSeconds;

    @Option(
            names = "--query-memory",
            paramLabel = "SIZE",
            defaultValue = "1GiB",
            converter = ByteSize.Converter.class,
            description = "What a query may take (default: ${DEFAULT-VALUE}).")
    private ByteSize queryMemory = new ByteSize(0);

    @Option(
            names = "--query-threads",
            defaultValue = "0",
            description = "Threads of a query, 0 for as many as processors.")
    private int queryThreads;

    Path data() {
        if (data == null) {
            throw new IllegalArgumentException("say which folder to serve, with --data DIR");
        }
        return data;
    }

    List<String> tokens() {
        return tokens;
    }

    boolean withoutAuth() {
        return withoutAuth;
    }

    EngineConfig engine() {
        EngineConfig.Builder builder = EngineConfig.builder(data()).durability(durabilityOf());
        if (memory != null) {
            builder.memoryBytesMax(memory.bytes());
        }
        return builder.build();
    }

    private Durability durabilityOf() {
        if (durability.equals("synced")) {
            return Durability.SYNCED;
        }
        if (durability.equals("buffered")) {
            return Durability.BUFFERED;
        }
        if (durability.matches("interval:\\d{1,6}")) {
            return Durability.interval(Integer.parseInt(durability.substring(9)));
        }
        throw new TypeConversionException(
                "--durability '" + durability + "' is not synced, buffered or interval:MS");
    }

    QueryConfig queries() {
        return queryThreads == 0
                ? QueryConfig.DEFAULT
                : QueryConfig.DEFAULT.withThreads(queryThreads);
    }

    ServerSettings server() {
        HttpLimits limits =
                new HttpLimits(
                        bodyMax.asInt("--body-max"),
                        unpackedMax.asInt("--unpacked-max"),
                        HttpLimits.DEFAULT.bodyMemoryBytesMax(),
                        writesMax,
                        queriesMax,
                        rateMax,
                        HttpLimits.DEFAULT.chunkRows());
        QueryLimits queryLimits =
                QueryLimits.DEFAULT
                        .withTimeout(Duration.ofSeconds(queryTimeoutSeconds))
                        .withMemoryBytesMax(queryMemory.bytes());
        HttpConfig http =
                HttpConfig.of(Version.text()).withLimits(limits).withQueryLimits(queryLimits);
        return new ServerSettings(
                host,
                port,
                noCreateDatabases ? http.withoutCreatingDatabases() : http,
                identity(),
                accessLog);
    }

    private @Nullable PemIdentity identity() {
        if (tlsCertificates == null && tlsKey == null) {
            return null;
        }
        if (tlsCertificates == null || tlsKey == null) {
            throw new IllegalArgumentException("TLS needs both --tls-cert and --tls-key");
        }
        return new PemIdentity(tlsCertificates, tlsKey);
    }

    /// Sends what is refused to the end of the file, if there is one.
    void openAuditLog() throws IOException {
        if (auditLog == null) {
            return;
        }
        // Percent signs are FileHandler's own language.
        String pattern = auditLog.toString().replace("%", "%%");
        FileHandler file = new FileHandler(pattern, /* append= */ true);
        file.setFormatter(new SimpleFormatter());
        AUDIT.addHandler(file);
        AUDIT.setUseParentHandlers(false);
    }
}
