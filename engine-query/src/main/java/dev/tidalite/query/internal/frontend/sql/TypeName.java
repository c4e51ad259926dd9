package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.query.QueryException;

import java.util.List;

/// The name of a type in a cast.
///
/// @param sql the name that Calcite knows it by
/// @param length how many tokens it takes
record TypeName(String sql, int length) {
    /// Reads a type's name.
    ///
    /// @param at its first token
    static TypeName read(List<Token> tokens, int at, String source) {
        Token token = tokens.get(at);
        String sql =
                switch (token.upper()) {
                    case "STRING", "TEXT", "CHAR", "VARCHAR", "UTF8", "CHARACTER" -> "VARCHAR";
                    case "BIGINT", "INT8" -> "BIGINT";
                    case "INT", "INTEGER", "INT4", "SMALLINT", "INT2", "TINYINT" -> "SMALLINT";
                    case "DOUBLE", "FLOAT8" -> "DOUBLE";
                    case "FLOAT", "REAL", "FLOAT4" -> "REAL";
                    case "BOOLEAN", "BOOL" -> "BOOLEAN";
                    case "TIMESTAMP", "TIMESTAMPTZ" -> "TIMESTAMP";
                    case "DATE" -> "DATE";
                    case "TIME" -> "TIME";
                    default ->
                            throw Positions.error(
                                    QueryException.Code.UNSUPPORTED,
                                    "Unsupported SQL type " + token.text(),
                                    source,
                                    token.offset());
                };
        int end = at + 1;
        if (sql.equals("DOUBLE") && tokens.get(end).isWord("PRECISION")) {
            end++;
        }
        if (token.isWord("CHARACTER") && tokens.get(end).isWord("VARYING")) {
            end++;
        }
        if (tokens.get(end).is("(")) {
            while (!tokens.get(end).is(")") && tokens.get(end).kind() != Token.Kind.END) {
                end++;
            }
            end++;
        }
        if (tokens.get(end).isWord("UNSIGNED")) {
            sql = "BIGINT UNSIGNED";
            end++;
        }
        if (sql.equals("TIMESTAMP") && tokens.get(end).isWord("WITHOUT")) {
            end += 3;
        }
        return new TypeName(sql, end - at);
    }
}
