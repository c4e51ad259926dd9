package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.engine.Snapshot;
import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.exec.Frontend;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// SQL: takes a statement apart and plans the query in it.
public final class SqlFrontend implements Frontend {
    private static final List<PlanColumn> EXPLAINED =
            List.of(
                    new PlanColumn("plan_type", DataType.UTF8),
                    new PlanColumn("plan", DataType.UTF8));

    private final PlanCache cache;

    /// @param planCacheEntriesMax 0 for no cache
    public SqlFrontend(int planCacheEntriesMax) {
        this.cache = new PlanCache(planCacheEntriesMax);
    }

    @Override
    public Planned plan(String text, Snapshot snapshot, Map<String, @Nullable Object> parameters) {
        List<Token> tokens =
                MissingFrom.add(
                        NamedStructs.expand(
                                Braces.expand(Statements.single(SqlLexer.tokens(text), text))));
        return switch (Statements.kind(tokens, text)) {
            case QUERY -> query(text, tokens, snapshot, parameters);
            case EXPLAIN -> explain(text, tokens, snapshot, parameters);
            case SHOW -> {
                String query = Statements.show(tokens, text, snapshot);
                yield query(query, SqlLexer.tokens(query), snapshot, Map.of());
            }
        };
    }

    /// The parameters of a query and what they must be, as far as their places in it tell; the
    /// others are [DataType#NULL].
    ///
    /// @return by name, in the order in which they are first named; `$1` and so on by number
    /// @throws QueryException if the text is no query
    public Map<String, DataType> parameterTypes(String text, Snapshot snapshot) {
        List<Token> tokens = Statements.single(SqlLexer.tokens(text), text);
        Map<String, DataType> types = ParameterNames.of(tokens);
        if (types.isEmpty() || Statements.kind(tokens, text) != Statements.Kind.QUERY) {
            return types;
        }
        Rewritten rewritten = DialectRewriter.rewriteUnbound(text, tokens);
        types.putAll(new QueryPlanner(text, rewritten, snapshot).parameterTypes());
        return types;
    }

    private Planned query(
            String text,
            List<Token> tokens,
            Snapshot snapshot,
            Map<String, @Nullable Object> parameters) {
        return cache.plan(text, tokens, snapshot, parameters);
    }

    private Planned explain(
            String text,
            List<Token> tokens,
            Snapshot snapshot,
            Map<String, @Nullable Object> parameters) {
        int begin = 1;
        boolean analyze = false;
        while (tokens.get(begin).isWord("ANALYZE") || tokens.get(begin).isWord("VERBOSE")) {
            analyze |= tokens.get(begin).isWord("ANALYZE");
            begin++;
        }
        List<Token> inner = tokens.subList(begin, tokens.size());
        if (Statements.kind(inner, text) != Statements.Kind.QUERY) {
            throw new QueryException(QueryException.Code.UNSUPPORTED, "EXPLAIN takes a query only");
        }
        Planned planned = query(text, inner, snapshot, parameters);
        return planned.with(new PhysicalPlan.Explain(planned.plan(), analyze, EXPLAINED));
    }
}
