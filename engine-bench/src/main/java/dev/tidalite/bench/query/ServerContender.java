package dev.tidalite.bench.query;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.tidalite.bench.peers.HttpPeer;
import dev.tidalite.bench.peers.PeerConnection;
import dev.tidalite.bench.peers.PeerServer;
import dev.tidalite.bench.tsbs.CpuData;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A server in a process of its own, asked over one connection; a run reads the whole answer.
final class ServerContender implements Contender {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEAP = "2g";
    private static final int CHUNK_ROWS = 10_000;

    private final PeerServer server;
    private final PeerConnection connection;
    private final Dialect dialect;

    private ServerContender(PeerServer server, PeerConnection connection, Dialect dialect) {
        this.server = server;
        this.connection = connection;
        this.dialect = dialect;
    }

    /// Ours, over files of its own that are as those of [TidaliteContender].
    static ServerContender ours(QueryPlan plan, Dialect dialect)
            throws IOException, InterruptedException {
        Path folder = plan.folderOf("tidalite-http");
        TidaliteContender.fill(folder, plan);
        return open(HttpPeer.TIDALITE, folder, dialect);
    }

    /// Another one; the first time, it is given the rows as lines.
    static ServerContender of(HttpPeer peer, QueryPlan plan, Dialect dialect)
            throws IOException, InterruptedException {
        Path folder = plan.folderOf(peer.name());
        Path done = folder.resolveSibling(folder.getFileName() + ".done");
        ServerContender contender = open(peer, folder, dialect);
        if (!Files.exists(done)) {
            contender.fill(plan);
            Files.createFile(done);
        }
        return contender;
    }

    private static ServerContender open(HttpPeer peer, Path folder, Dialect dialect)
            throws IOException, InterruptedException {
        PeerServer server = peer.start(folder, HEAP);
        try {
            return new ServerContender(server, server.connect(), dialect);
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    private void fill(QueryPlan plan) throws IOException, InterruptedException {
        CpuData data = new CpuData(plan.hosts(), plan.values(), 1);
        long rows = plan.hosts() * plan.steps();
        for (long left = rows; left > 0; left -= CHUNK_ROWS) {
            byte[] lines = data.lines((int) Math.min(CHUNK_ROWS, left));
            connection.post(server.peer().writePath(), lines, lines.length);
        }
        long found = server.awaitRows(CpuData.TABLE, CpuData.FIELDS.getFirst(), rows).rows();
        if (found != rows) {
            throw new IOException(server.peer() + " has " + found + " of " + rows + " rows");
        }
    }

    @Override
    public TsbsQuestion exact(TsbsQuestion question) {
        return dialect.exact(question);
    }

    @Override
    public long run(TsbsQuestion question) throws IOException {
        return connection.get(dialect.path(question)).length;
    }

    @Override
    public Answer answer(TsbsQuestion question) throws IOException {
        return dialect.read(question, JSON.readTree(connection.get(dialect.path(question))));
    }

    @Override
    public void close() throws IOException {
        try (server) {
            connection.close();
        }
    }
}
