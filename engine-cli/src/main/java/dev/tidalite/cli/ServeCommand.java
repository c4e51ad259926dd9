package dev.tidalite.cli;

import dev.tidalite.engine.Engine;
import dev.tidalite.http.auth.Permissions;
import dev.tidalite.http.auth.TokenStore;
import dev.tidalite.query.QueryEngine;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/// `tidalite serve`
@Command(
        name = "serve",
        description = {
            "Serves a data folder over HTTP and Flight until it is told to stop (SIGTERM, Ctrl-C).",
            "An option that is not given is taken from the environment (--query-timeout is"
                    + " TIDALITE_QUERY_TIMEOUT), else from the file that --config names."
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Set<String> SECRETS = Set.of("token");

    @Mixin private ServeOptions options = new ServeOptions();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A file of lines such as 'query-timeout = 30'.")
    private @Nullable Path config;

    @Option(
            names = "--print-config",
            description = "Print what each option is and where it comes from, and end.")
    private boolean printConfig;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommandLine command = spec().commandLine();
        if (command.getDefaultValueProvider() instanceof SettingsSource source) {
            if (!source.fault().isEmpty()) {
                throw new CommandLine.ParameterException(command, source.fault());
            }
            Set<String> unknown = source.unknown(spec().options());
            if (!unknown.isEmpty()) {
                throw new CommandLine.ParameterException(
                        command, "unknown in " + config + ": " + String.join(", ", unknown));
            }
            if (printConfig) {
                printConfig(source);
                return 0;
            }
        }
        serve();
        return 0;
    }

    private void serve() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        options.openAuditLog();
        ServerSettings settings = options.server();
        try (Engine engine = Engine.open(options.engine());
                QueryEngine queries = QueryEngine.create(engine, options.queries());
                Server server = new Server(engine, queries, settings, tokenStore())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped, closed)));
            String scheme = settings.identity() == null ? "http" : "https";
            print(
                    "tidalite listening on "
                            + scheme
                            + "://"
                            + settings.host()
                            + ":"
                            + server.port());
            stopped.await();
        } finally {
            closed.countDown();
        }
    }

    /// Keeps the process alive until everything is closed.
    private static void stop(CountDownLatch stopped, CountDownLatch closed) {
        stopped.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable TokenStore tokenStore() throws IOException {
        if (options.withoutAuth()) {
            return null;
        }
        TokenStore store = new TokenStore(options.data());
        options.tokens().forEach(store::admit);
        if (store.isEmpty()) {
            String token = store.create("admin", Permissions.ADMIN);
            print("made an admin token, shown this once: " + token);
        }
        return store;
    }

    private void printConfig(SettingsSource source) {
        for (OptionSpec option : spec().options()) {
            String key = SettingsSource.key(option);
            boolean given =
                    spec().commandLine().getParseResult().hasMatchedOption(option.longestName());
            if (List.of("help", "version", "print-config").contains(key)) {
                continue;
            }
            Object value = option.getValue();
            String text = value == null ? "" : value.toString().replaceAll("^\\[|]$", "");
            String shown = SECRETS.contains(key) && !text.isEmpty() ? "***" : text;
            print(key + " = " + shown + "   # " + (given ? "flag" : source.origin(option)));
        }
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("a command runs inside a command line");
        }
        return spec;
    }

    private void print(String line) {
        PrintWriter out = spec().commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
