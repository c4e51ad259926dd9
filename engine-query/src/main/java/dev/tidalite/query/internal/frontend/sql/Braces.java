package dev.tidalite.query.internal.frontend.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Writes `MAP {k: v, …}` as `map([k, …], [v, …])` and `{a: v, …}` as `named_struct('a', v, …)`.
final class Braces {
    private final List<Token> tokens;
    private final List<Token> out = new ArrayList<>();

    private Braces(List<Token> tokens) {
        this.tokens = tokens;
    }

    /// @return the tokens given if there is nothing to do; braces that are not such a literal stay
    static List<Token> expand(List<Token> tokens) {
        if (tokens.stream().noneMatch(token -> token.is("{"))) {
            return tokens;
        }
        Braces braces = new Braces(tokens);
        braces.copy(0, tokens.size());
        return braces.out;
    }

    private record Entry(int from, int colon, int to) {}

    private void copy(int from, int to) {
        int at = from;
        while (at < to) {
            List<Entry> entries = tokens.get(at).is("{") ? entries(at, to) : List.of();
            if (entries.isEmpty()) {
                out.add(tokens.get(at++));
            } else if (at > 0 && tokens.get(at - 1).isWord("MAP")) {
                map(tokens.get(at).offset(), entries);
                at = entries.getLast().to() + 1;
            } else {
                struct(tokens.get(at).offset(), entries);
                at = entries.getLast().to() + 1;
            }
        }
    }

    /// What is between a brace and its counterpart; empty if it has none, or is no list of pairs.
    private List<Entry> entries(int open, int to) {
        List<Entry> entries = new ArrayList<>();
        int depth = 0;
        int from = open + 1;
        int colon = -1;
        for (int at = open; at < to; at++) {
            Token token = tokens.get(at);
            boolean closes = token.is("}") || token.is("]") || token.is(")");
            if (token.is("{") || token.is("[") || token.is("(")) {
                depth++;
            } else if (depth == 1 && token.is(":") && colon < 0) {
                colon = at;
            } else if (depth == 1 && (token.is(",") || token.is("}"))) {
                if (colon <= from - 1 || colon + 1 >= at) {
                    return List.of();
                }
                entries.add(new Entry(from, colon, at));
                from = at + 1;
                colon = -1;
            }
            depth -= closes ? 1 : 0;
            if (depth == 0) {
                return token.is("}") ? entries : List.of();
            }
        }
        return List.of();
    }

    private void symbol(String symbol, int offset) {
        out.add(new Token(Token.Kind.SYMBOL, symbol, offset));
    }

    private void map(int offset, List<Entry> entries) {
        symbol("(", offset);
        symbol("[", offset);
        for (Entry entry : entries) {
            comma(entry, entries);
            copy(entry.from(), entry.colon());
        }
        symbol("]", offset);
        symbol(",", offset);
        symbol("[", offset);
        for (Entry entry : entries) {
            comma(entry, entries);
            copy(entry.colon() + 1, entry.to());
        }
        symbol("]", offset);
        symbol(")", offset);
    }

    private void comma(Entry entry, List<Entry> entries) {
        if (!entry.equals(entries.getFirst())) {
            symbol(",", tokens.get(entry.from()).offset());
        }
    }

    private void struct(int offset, List<Entry> entries) {
        out.add(new Token(Token.Kind.WORD, "named_struct", offset));
        symbol("(", offset);
        for (Entry entry : entries) {
            comma(entry, entries);
            Token key = tokens.get(entry.from());
            out.add(
                    switch (key.kind()) {
                        case WORD -> text(key.text().toLowerCase(Locale.ROOT), key);
                        case QUOTED_NAME -> text(key.unquoted(), key);
                        default -> key;
                    });
            symbol(",", key.offset());
            copy(entry.colon() + 1, entry.to());
        }
        symbol(")", offset);
    }

    private static Token text(String name, Token token) {
        return new Token(Token.Kind.STRING, "'" + name.replace("'", "''") + "'", token.offset());
    }
}
