package dev.tidalite.cli;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.engine.WriteResult;
import dev.tidalite.http.TableFormat;
import dev.tidalite.lp.Precision;
import dev.tidalite.query.QueryEngine;
import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryRequest;
import dev.tidalite.query.QueryResult;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A data folder, opened in this process. Owns its engines.
final class FolderSource implements DataSource {
    private static final Map<String, Precision> PRECISIONS =
            Map.of(
                    "ns", Precision.NANOSECONDS,
                    "us", Precision.MICROSECONDS,
                    "ms", Precision.MILLISECONDS,
                    "s", Precision.SECONDS);

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
    public List<BadLine> write(String database, byte[] bytes, int from, int to, String precision) {
        Precision unit = PRECISIONS.get(precision);
        if (unit == null) {
            throw new IllegalArgumentException(
                    "--precision " + precision + " is not ns, us, ms or s");
        }
        WriteRequest now = WriteRequest.of(database, bytes, unit);
        WriteResult result =
                engine.write(
                        new WriteRequest(
                                database,
                                bytes,
                                from,
                                to,
                                unit,
                                now.defaultTimeNs(),
                                /* acceptPartial= */ true));
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
