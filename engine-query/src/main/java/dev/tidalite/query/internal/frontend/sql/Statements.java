package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.engine.Snapshot;
import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;

import java.util.List;
import java.util.Locale;

/// Which kind of statement a text is, and what SHOW and DESCRIBE ask of `information_schema`.
final class Statements {
    enum Kind {
        QUERY,
        EXPLAIN,
        /// SHOW and DESCRIBE.
        SHOW
    }

    private Statements() {}

    /// The tokens of the one statement of a text, without a semicolon behind it.
    static List<Token> single(List<Token> tokens, String text) {
        int end = tokens.size() - 1;
        while (end > 0 && tokens.get(end - 1).is(";")) {
            end--;
        }
        for (Token token : tokens.subList(0, end)) {
            if (token.is(";")) {
                throw Positions.error(
                        Code.UNSUPPORTED,
                        "The context currently only supports a single SQL statement",
                        text,
                        token.offset());
            }
        }
        if (end == 0) {
            throw new QueryException(Code.INVALID, "No SQL statements were provided in the query");
        }
        if (end == tokens.size() - 1) {
            return tokens;
        }
        List<Token> single = new java.util.ArrayList<>(tokens.subList(0, end));
        single.add(tokens.getLast());
        return single;
    }

    /// @throws QueryException if the statement is none that is done here
    static Kind kind(List<Token> tokens, String text) {
        Token first = tokens.getFirst();
        String word = first.kind() == Token.Kind.WORD ? first.upper() : first.text();
        return switch (word) {
            case "SELECT", "WITH", "VALUES", "(" -> Kind.QUERY;
            case "EXPLAIN" -> Kind.EXPLAIN;
            case "SHOW", "DESCRIBE", "DESC" -> Kind.SHOW;
            case "CREATE", "DROP", "ALTER", "TRUNCATE" ->
                    throw refused("DDL not supported: ", word, text, first);
            case "INSERT", "UPDATE", "DELETE", "MERGE", "COPY" ->
                    throw refused("DML not supported: ", word, text, first);
            case "SET",
                    "RESET",
                    "BEGIN",
                    "START",
                    "COMMIT",
                    "ROLLBACK",
                    "USE",
                    "PREPARE",
                    "EXECUTE",
                    "DEALLOCATE",
                    "GRANT",
                    "REVOKE",
                    "VACUUM",
                    "CALL" ->
                    throw refused("Statement not supported: ", word, text, first);
            default ->
                    throw Positions.error(
                            Code.INVALID,
                            "sql parser error: Expected: an SQL statement, found: " + first.text(),
                            text,
                            first.offset());
        };
    }

    private static QueryException refused(String complaint, String word, String text, Token token) {
        return Positions.error(
                Code.UNSUPPORTED,
                "Error during planning: " + complaint + word,
                text,
                token.offset());
    }

    /// The query that answers a SHOW or DESCRIBE.
    static String show(List<Token> tokens, String text, Snapshot snapshot) {
        if (!tokens.getFirst().isWord("SHOW")) {
            int name = tokens.get(1).isWord("TABLE") ? 2 : 1;
            return "SELECT column_name, data_type, is_nullable"
                    + columnsOf(tokens, name, text, snapshot);
        }
        Token what = tokens.get(1);
        if (what.isWord("TABLES")) {
            return "SELECT table_catalog, table_schema, table_name, table_type"
                    + " FROM information_schema.tables";
        }
        if (what.isWord("COLUMNS")) {
            Token from = tokens.get(2);
            if (!from.isWord("FROM") && !from.isWord("IN")) {
                throw unexpected(from, "FROM", text);
            }
            return "SELECT table_catalog, table_schema, table_name, column_name, data_type,"
                    + " is_nullable"
                    + columnsOf(tokens, 3, text, snapshot);
        }
        String settings = "SELECT name, value FROM information_schema.df_settings";
        if (what.isWord("ALL")) {
            return settings + " ORDER BY name";
        }
        if (what.kind() != Token.Kind.WORD) {
            throw unexpected(what, "TABLES, COLUMNS or ALL", text);
        }
        StringBuilder name = new StringBuilder();
        for (Token token : tokens.subList(1, tokens.size() - 1)) {
            name.append(token.text().toLowerCase(Locale.ROOT));
        }
        return settings + " WHERE name = '" + name.toString().replace("'", "''") + "'";
    }

    private static QueryException unexpected(Token token, String expected, String text) {
        return Positions.error(
                Code.INVALID,
                "sql parser error: Expected: " + expected + ", found: " + token.text(),
                text,
                token.offset());
    }

    private static String columnsOf(List<Token> tokens, int at, String text, Snapshot snapshot) {
        Token last = tokens.get(at);
        String schema = "iox";
        String name = name(last, text);
        int next = at + 1;
        while (tokens.get(next).is(".")) {
            schema = name;
            last = tokens.get(next + 1);
            name = name(last, text);
            next += 2;
        }
        if (schema.equals("iox") && snapshot.table(name).isEmpty()) {
            throw Positions.error(
                    Code.NOT_FOUND,
                    "table 'public.iox." + name + "' not found",
                    text,
                    last.offset());
        }
        return " FROM information_schema.columns WHERE table_schema = '"
                + schema.replace("'", "''")
                + "' AND table_name = '"
                + name.replace("'", "''")
                + "' ORDER BY ordinal_position";
    }

    private static String name(Token token, String text) {
        return switch (token.kind()) {
            case WORD -> token.text().toLowerCase(Locale.ROOT);
            case QUOTED_NAME -> token.unquoted();
            default -> throw unexpected(token, "a table name", text);
        };
    }
}
