package dev.tidalite.query.internal.frontend.influxql.parse;

import java.util.Locale;

/// A word, a value or a sign of the text.
///
/// @param kind what it is
/// @param text a name or string without quotes and escapes, a keyword in capitals, otherwise as it
///     stands
/// @param line 1-based
/// @param column 1-based, in characters
/// @param start first index in the text
/// @param end one past the last index
record Token(Kind kind, String text, int line, int column, int start, int end) {
    /// What a token is.
    enum Kind {
        KEYWORD,
        NAME,
        STRING,
        INTEGER,
        NUMBER,
        DURATION,
        BOUND,
        SIGN,
        END,
        BAD
    }

    boolean is(String keywordOrSign) {
        return (kind == Kind.KEYWORD || kind == Kind.SIGN) && text.equals(keywordOrSign);
    }

    boolean isEnd() {
        return kind == Kind.END;
    }

    /// As error messages call it.
    String found() {
        return kind == Kind.END ? "EOF" : text;
    }

    /// Whether it is this word, which the language does not keep for itself, in any case.
    boolean isName(String word) {
        return kind == Kind.NAME && text.toLowerCase(Locale.ROOT).equals(word);
    }
}
