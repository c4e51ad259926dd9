package dev.tidalite.query.internal.frontend.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Writes `struct(a AS x, b)` as `named_struct('x', a, 'c1', b)`, which names every field.
final class NamedStructs {
    private final List<Token> tokens;
    private final List<Token> out = new ArrayList<>();

    private NamedStructs(List<Token> tokens) {
        this.tokens = tokens;
    }

    /// @return the tokens given if there is nothing to do
    static List<Token> expand(List<Token> tokens) {
        boolean has = false;
        for (int at = 0; at + 1 < tokens.size(); at++) {
            has |= begins(tokens, at);
        }
        if (!has) {
            return tokens;
        }
        NamedStructs structs = new NamedStructs(tokens);
        structs.copy(0, tokens.size());
        return structs.out;
    }

    private static boolean begins(List<Token> tokens, int at) {
        return tokens.get(at).isWord("STRUCT") && tokens.get(at + 1).is("(");
    }

    /// Copies tokens `[from, to)`, the structs among them expanded.
    private void copy(int from, int to) {
        int at = from;
        while (at < to) {
            int end = at + 1 < to && begins(tokens, at) ? end(at + 1) : -1;
            if (end > 0 && end < to && !names(at + 2, end).isEmpty()) {
                struct(at, end);
                at = end + 1;
            } else {
                out.add(tokens.get(at++));
            }
        }
    }

    /// Where the parenthesis at a place is closed, or -1.
    private int end(int open) {
        int depth = 0;
        for (int at = open; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            if (token.is("(") || token.is("[")) {
                depth++;
            } else if (token.is(")") || token.is("]")) {
                depth--;
                if (depth == 0) {
                    return at;
                }
            }
        }
        return -1;
    }

    /// The places of AS that name arguments; those in CAST(x AS t) are deeper.
    private List<Integer> names(int from, int to) {
        return places(from, to, /* commas= */ false);
    }

    private List<Integer> places(int from, int to, boolean commas) {
        List<Integer> places = new ArrayList<>();
        int depth = 0;
        for (int at = from; at < to; at++) {
            Token token = tokens.get(at);
            if (token.is("(") || token.is("[")) {
                depth++;
            } else if (token.is(")") || token.is("]")) {
                depth--;
            } else if (depth == 0 && (commas ? token.is(",") : token.isWord("AS"))) {
                places.add(at);
            }
        }
        return places;
    }

    private void struct(int at, int end) {
        Token word = tokens.get(at);
        out.add(new Token(Token.Kind.WORD, "named_struct", word.offset()));
        out.add(tokens.get(at + 1));
        List<Integer> commas = places(at + 2, end, /* commas= */ true);
        int from = at + 2;
        for (int arg = 0; arg <= commas.size(); arg++) {
            int to = arg < commas.size() ? commas.get(arg) : end;
            List<Integer> as = names(from, to);
            int valueEnd = as.isEmpty() ? to : as.getLast();
            String name = as.isEmpty() || valueEnd + 1 >= to ? "c" + arg : name(valueEnd + 1);
            String literal = "'" + name.replace("'", "''") + "'";
            out.add(new Token(Token.Kind.STRING, literal, tokens.get(from).offset()));
            out.add(new Token(Token.Kind.SYMBOL, ",", tokens.get(from).offset()));
            copy(from, valueEnd);
            out.add(tokens.get(to));
            from = to + 1;
        }
    }

    private String name(int at) {
        Token token = tokens.get(at);
        return token.kind() == Token.Kind.WORD
                ? token.text().toLowerCase(Locale.ROOT)
                : token.unquoted();
    }
}
