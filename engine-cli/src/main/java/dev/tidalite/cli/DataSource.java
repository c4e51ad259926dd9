package dev.tidalite.cli;

import dev.tidalite.http.TableFormat;
import dev.tidalite.query.QueryRequest;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/// What commands that read or write work on: a folder in this process, or a server.
///
/// Used by one thread.
interface DataSource extends AutoCloseable {
    /// Answers a query into a stream, which stays open.
    ///
    /// @throws IOException with a reason that can be told to a user
    void query(QueryRequest request, TableFormat format, OutputStream out) throws IOException;

    List<String> databases() throws IOException;

    /// Writes lines `[from, to)`; good ones are written though others are bad.
    ///
    /// @param precision the unit of their times
    /// @return the bad ones, in order; at most the first hundred
    List<BadLine> write(String database, byte[] bytes, int from, int to, LinePrecision precision)
            throws IOException;

    @Override
    void close() throws IOException;

    /// A line that was not written.
    ///
    /// @param number 1-based; blank lines and comments are not counted
    record BadLine(long number, String reason) {}

    /// Which one a command works on.
    final class Choice {
        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "A data folder that no server is using.")
        private @Nullable Path data;

        @Option(
                names = "--server",
                paramLabel = "URL",
                description = "A server, such as http://localhost:8181.")
        private @Nullable String server;

        @Option(
                names = "--token",
                paramLabel = "TOKEN",
                defaultValue = "${env:TIDALITE_TOKEN:-}",
                description = "What the server wants to see (default: TIDALITE_TOKEN).")
        private @Nullable String token;

        DataSource open() {
            if (data != null && server != null) {
                throw new IllegalArgumentException("say --data or --server, not both");
            }
            if (data != null) {
                return FolderSource.open(data);
            }
            if (server != null) {
                return new ServerSource(server, token == null ? "" : token);
            }
            throw new IllegalArgumentException(
                    "say what to work on: --data DIR for a folder, or --server URL");
        }
    }
}
