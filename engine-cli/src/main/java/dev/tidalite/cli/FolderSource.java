package dev.tidalite.cli;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.engine.WriteResult;
import dev.tidalite.http.GuessedTimes;
import dev.tidalite.http.TableFormat;
import dev.tidalite.lp.Precision;
import dev.tidalite.query.QueryEngine;
import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryRequest;
import dev.tidalite.query.QueryResult;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// A data folder, opened in this process. Owns its engines.
final class FolderSource implements DataSource {
    private final Engine engine;
    private final QueryEngine queries;

    private FolderSource(Engine engine, QueryEngine queries) {
        this.engine = engine;
        this.queries = queries;
    }

    static FolderSource open(Path folder) {
        Engine engine = Engine.open(EngineConfig.of(folder));
        try {
            return new FolderSource(engine, QueryEngine.create(engine));
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    @Override
    public void query(QueryRequest request, TableFormat format, OutputStream out)
            throws IOException {
        try (QueryResult result = queries.execute(request)) {
            format.write(result, out);
        } catch (QueryException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public List<String> databases() {
        return engine.databases();
    }

    @Override
    public List<BadLine> write(
            String database, byte[] bytes, int from, int to, LinePrecision precision) {
        byte[] lines = Arrays.copyOfRange(bytes, from, to);
        WriteRequest request =
                precision.unit().isPresent()
                        ? WriteRequest.of(database, lines, precision.unit().get())
                        : WriteRequest.of(
                                database, GuessedTimes.toNanoseconds(lines), Precision.NANOSECONDS);
        WriteResult result = engine.write(request.acceptingPartial(true));
        return result.rejected().stream()
                .map(line -> new BadLine(line.lineNumber(), line.message()))
                .toList();
    }

    @Override
    public void close() {
        queries.close();
        engine.close();
    }
}
