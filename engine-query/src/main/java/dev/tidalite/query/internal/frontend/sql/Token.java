package dev.tidalite.query.internal.frontend.sql;

import java.util.Locale;

/// A piece of a query's text.
///
/// @param text as written; of a string or a quoted name with its quotes
/// @param offset of its first character in the query's text
record Token(Kind kind, String text, int offset) {
    enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        INTEGER,
        DECIMAL,
        /// `$name` or `$1`; the text is without the dollar.
        PARAMETER,
        /// Operators and punctuation.
        SYMBOL,
        END
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    String upper() {
        return text.toUpperCase(Locale.ROOT);
    }

    /// What a string or a quoted name says.
    String unquoted() {
        char quote = text.charAt(0);
        String twice = String.valueOf(quote).repeat(2);
        return text.substring(1, text.length() - 1).replace(twice, String.valueOf(quote));
    }

    int end() {
        return offset + text.length() + (kind == Kind.PARAMETER ? 1 : 0);
    }
}
