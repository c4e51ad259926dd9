package dev.tidalite.query.internal.frontend.sql;

import java.util.ArrayList;
import java.util.List;

/// Gives `SELECT … WHERE …` without FROM one row to select from, which the parser asks for.
final class MissingFrom {
    private static final List<String> ONE_ROW =
            List.of("FROM", "(", "VALUES", "(", "0", ")", ")", "AS", "one_row");

    private MissingFrom() {}

    /// @return the tokens given if there is nothing to do
    static List<Token> add(List<Token> tokens) {
        List<Token> out = null;
        for (int at = 0; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            if (token.isWord("WHERE") && isFromless(tokens, at)) {
                if (out == null) {
                    out = new ArrayList<>(tokens.subList(0, at));
                }
                for (String word : ONE_ROW) {
                    out.add(new Token(kind(word), word, token.offset()));
                }
            }
            if (out != null) {
                out.add(token);
            }
        }
        return out == null ? tokens : out;
    }

    private static Token.Kind kind(String word) {
        if (word.equals("0")) {
            return Token.Kind.INTEGER;
        }
        return Character.isLetter(word.charAt(0)) ? Token.Kind.WORD : Token.Kind.SYMBOL;
    }

    /// Whether the SELECT that a WHERE belongs to comes before any FROM.
    private static boolean isFromless(List<Token> tokens, int where) {
        int depth = 0;
        for (int at = where - 1; at >= 0; at--) {
            Token token = tokens.get(at);
            if (token.is(")")) {
                depth++;
            } else if (token.is("(")) {
                depth--;
                if (depth < 0) {
                    return false; // FILTER (WHERE …)
                }
            } else if (depth == 0 && token.isWord("FROM")) {
                return false;
            } else if (depth == 0 && token.isWord("SELECT")) {
                return true;
            }
        }
        return false;
    }
}
