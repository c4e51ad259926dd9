package dev.tidalite.cli;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.http.auth.Permissions;
import dev.tidalite.http.auth.TokenStore;
import dev.tidalite.query.QueryEngine;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/// `tidalite serve`
@Command(
        name = "serve",
        description = "Serves a data folder over HTTP until it is told to stop (SIGTERM, Ctrl-C).",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "The data folder; made if it does not exist.")
    private Path data = Path.of("");

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

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (Engine engine = Engine.open(EngineConfig.of(data));
                QueryEngine queries = QueryEngine.create(engine);
                Server server = new Server(engine, queries, host, port, tokenStore())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped, closed)));
            print("tidalite listening on http://" + host + ":" + server.port());
            stopped.await();
        } finally {
            closed.countDown();
        }
        return 0;
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
        if (withoutAuth) {
            return null;
        }
        TokenStore store = new TokenStore(data);
        tokens.forEach(store::admit);
        if (store.isEmpty()) {
            String token = store.create("admin", Permissions.ADMIN);
            print("made an admin token, shown this once: " + token);
        }
        return store;
    }

    private void print(String line) {
        if (spec == null) {
            throw new IllegalStateException("a command runs inside a command line");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
