package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.query.QueryException;

import java.util.ArrayList;
import java.util.List;

/// Cuts a query's text into tokens; comments and white space fall away.
final class SqlLexer {
    private static final String[] LONG_SYMBOLS = {
        "!~~*", "!~*", "!~~", "~~*", "<=>", "::", "<=", ">=", "<>", "!=", "||", "!~", "~*", "~~",
        "<<", ">>", "=>", "->"
    };

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    /// How many there were so far: the first is `$1`.
    private int questionMarks;

    private SqlLexer(String text) {
        this.text = text;
    }

    /// The tokens of a text, the last one of kind END.
    ///
    /// @throws QueryException if a string, a quoted name or a comment is not closed
    static List<Token> tokens(String text) {
        return new SqlLexer(text).run();
    }

    private List<Token> run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '-' && follows('-')) {
                skipLine();
            } else if (c == '/' && follows('*')) {
                skipComment();
            } else {
                next(c);
            }
        }
        tokens.add(new Token(Token.Kind.END, "", text.length()));
        return tokens;
    }

    private void next(char c) {
        if (c == '\'') {
            quoted(Token.Kind.STRING, '\'', "Unterminated string literal");
        } else if (c == '"' || c == '`') {
            quoted(Token.Kind.QUOTED_NAME, c, "Unterminated quoted identifier");
        } else if (isDigit(c) || c == '.' && at + 1 < text.length() && digitAt(at + 1)) {
            number();
        } else if (c == '$' && at + 1 < text.length() && isNamePart(text.charAt(at + 1))) {
            int end = nameEnd(at + 1);
            tokens.add(new Token(Token.Kind.PARAMETER, text.substring(at + 1, end), at));
            at = end;
        } else if (c == '?') {
            questionMarks++;
            tokens.add(new Token(Token.Kind.PARAMETER, Integer.toString(questionMarks), at));
            at++;
        } else if (isNameStart(c)) {
            int end = nameEnd(at);
            tokens.add(new Token(Token.Kind.WORD, text.substring(at, end), at));
            at = end;
        } else {
            symbol();
        }
    }

    private boolean follows(char c) {
        return at + 1 < text.length() && text.charAt(at + 1) == c;
    }

    private void skipLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    private void skipComment() {
        int depth = 0;
        int start = at;
        do {
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
            if (at >= text.length() && depth > 0) {
                throw Positions.error(
                        QueryException.Code.INVALID,
                        "sql parser error: Unexpected EOF while in a multi-line comment",
                        text,
                        start);
            }
        } while (depth > 0);
    }

    private void quoted(Token.Kind kind, char quote, String complaint) {
        int end = at + 1;
        while (true) {
            end = text.indexOf(quote, end);
            if (end < 0) {
                throw Positions.error(
                        QueryException.Code.INVALID, "sql parser error: " + complaint, text, at);
            }
            if (end + 1 < text.length() && text.charAt(end + 1) == quote) {
                end += 2;
            } else {
                break;
            }
        }
        tokens.add(new Token(kind, text.substring(at, end + 1), at));
        at = end + 1;
    }

    private void number() {
        int end = at;
        boolean decimal = false;
        while (end < text.length()) {
            char c = text.charAt(end);
            boolean exponentSign =
                    (c == '-' || c == '+')
                            && (text.charAt(end - 1) == 'e' || text.charAt(end - 1) == 'E');
            if (!isDigit(c) && c != '.' && !exponentSign && !isExponent(end)) {
                break;
            }
            decimal |= !isDigit(c);
            end++;
        }
        Token.Kind kind = decimal ? Token.Kind.DECIMAL : Token.Kind.INTEGER;
        tokens.add(new Token(kind, text.substring(at, end), at));
        at = end;
    }

    /// Whether an `e` inside a number is followed by digits, or by a sign and digits.
    private boolean isExponent(int place) {
        char c = text.charAt(place);
        if (c != 'e' && c != 'E') {
            return false;
        }
        int next = place + 1;
        if (next < text.length() && (text.charAt(next) == '-' || text.charAt(next) == '+')) {
            next++;
        }
        return next < text.length() && digitAt(next);
    }

    private void symbol() {
        for (String symbol : LONG_SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                tokens.add(new Token(Token.Kind.SYMBOL, symbol, at));
                at += symbol.length();
                return;
            }
        }
        tokens.add(new Token(Token.Kind.SYMBOL, text.substring(at, at + 1), at));
        at++;
    }

    private int nameEnd(int start) {
        int end = start;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private boolean digitAt(int place) {
        return isDigit(text.charAt(place));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return c == '_' || Character.isLetter(c) || Character.isSurrogate(c);
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c);
    }
}
