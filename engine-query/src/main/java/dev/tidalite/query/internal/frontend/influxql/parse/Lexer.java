package dev.tidalite.query.internal.frontend.influxql.parse;

import dev.tidalite.query.internal.frontend.influxql.ast.Words;
import dev.tidalite.query.internal.frontend.influxql.parse.Token.Kind;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Cuts text into tokens, one at an index that the caller names: what a slash means, only the
/// parser knows.
final class Lexer {
    private static final String SIGNS = "+-*/%&|^=<>(),:;.";
    private static final List<String> PAIRS = List.of("::", "!=", "<>", "<=", ">=", "=~", "!~");

    private final String text;

    /// The reference scanner counts the end of the text twice once a bare word or a blank has run
    /// into it; its error positions show that.
    private boolean endTouched;

    /// The two tokens asked for last and from where: the parser asks for most more than once.
    private @Nullable Token last;

    private int lastFrom;
    private @Nullable Token lastButOne;
    private int lastButOneFrom;

    /// An index, and the line and column there.
    private int placeIndex;

    private int placeLine = 1;
    private int placeColumn = 1;

    Lexer(String text) {
        this.text = text;
    }

    /// The token at or behind an index, blanks and comments left out.
    Token next(int from) {
        Token known = from == lastFrom ? last : from == lastButOneFrom ? lastButOne : null;
        if (known != null) {
            return known;
        }
        Token token = read(from);
        lastButOne = last;
        lastButOneFrom = lastFrom;
        last = token;
        lastFrom = from;
        return token;
    }

    private Token read(int from) {
        int at = skipBlanks(from);
        if (at >= text.length()) {
            return token(Kind.END, "", text.length(), text.length());
        }
        char c = text.charAt(at);
        if (Words.isNameStart(c)) {
            return word(at);
        }
        if (Words.isDigit(c) || c == '.' && isDigitAt(at + 1)) {
            return number(at);
        }
        return switch (c) {
            case '"' -> quoted(at, Kind.NAME);
            case '\'' -> quoted(at, Kind.STRING);
            case '$' -> bound(at);
            default -> sign(at);
        };
    }

    /// The pattern that begins with a slash at or behind an index, or null if no slash is there.
    @Nullable Token regex(int from) {
        int start = skipBlanks(from);
        if (start >= text.length() || text.charAt(start) != '/') {
            return null;
        }
        StringBuilder pattern = new StringBuilder();
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = text.charAt(at);
            if (c == '/') {
                return token(Kind.STRING, pattern.toString(), start, at + 1);
            }
            boolean escaped = c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '/';
            pattern.append(escaped ? '/' : c);
            at += escaped ? 2 : 1;
        }
        return token(Kind.BAD, pattern.toString(), start, text.length());
    }

    String substring(int from, int to) {
        return text.substring(from, to);
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
                endTouched |= at == text.length();
            } else if (text.startsWith("--", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
                endTouched |= end < 0;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    return at;
                }
                at = end + 2;
            } else {
                return at;
            }
        }
        return at;
    }

    private Token word(int start) {
        int end = start;
        while (end < text.length() && Words.isNamePart(text.charAt(end))) {
            end++;
        }
        endTouched |= end == text.length();
        String word = text.substring(start, end);
        String keyword = Words.keyword(word);
        return keyword == null
                ? token(Kind.NAME, word, start, end)
                : token(Kind.KEYWORD, keyword, start, end);
    }

    private Token number(int start) {
        int end = skipDigits(start);
        if (end < text.length() && text.charAt(end) == '.') {
            end = skipDigits(end + 1);
            return token(Kind.NUMBER, text.substring(start, end), start, end);
        }
        if (end < text.length() && isUnit(text.charAt(end))) {
            while (end < text.length()
                    && (isUnit(text.charAt(end)) || Words.isDigit(text.charAt(end)))) {
                end++;
            }
            return token(Kind.DURATION, text.substring(start, end), start, end);
        }
        return token(Kind.INTEGER, text.substring(start, end), start, end);
    }

    private static boolean isUnit(char c) {
        return Words.isLetter(c) || c == 'µ' || c == 'μ';
    }

    private int skipDigits(int from) {
        int at = from;
        while (isDigitAt(at)) {
            at++;
        }
        return at;
    }

    private boolean isDigitAt(int at) {
        return at < text.length() && Words.isDigit(text.charAt(at));
    }

    /// A name in double or a string in single quotes: `\n`, `\\`, and the quotes behind a
    /// backslash.
    private Token quoted(int start, Kind kind) {
        char quote = text.charAt(start);
        StringBuilder value = new StringBuilder();
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = text.charAt(at);
            if (c == quote) {
                return token(kind, value.toString(), start, at + 1);
            }
            if (c == '\\') {
                at++;
                char escaped = at < text.length() ? text.charAt(at) : 0;
                switch (escaped) {
                    case 'n' -> value.append('\n');
                    case '\\', '"', '\'' -> value.append(escaped);
                    default -> {
                        return token(Kind.BAD, "\\" + escaped, start, text.length());
                    }
                }
            } else {
                value.append(c);
            }
            at++;
        }
        return token(Kind.BAD, value.toString(), start, text.length());
    }

    private Token bound(int start) {
        Token name = start + 1 < text.length() ? next(start + 1) : sign(start);
        boolean named = name.kind() == Kind.NAME || name.kind() == Kind.KEYWORD;
        if (!named || name.start() != start + 1) {
            return token(Kind.BAD, "$", start, start + 1);
        }
        String written = text.substring(start + 1, name.end());
        String plain = name.kind() == Kind.KEYWORD ? written : name.text();
        return token(Kind.BOUND, plain, start, name.end());
    }

    private Token sign(int start) {
        char second = start + 1 < text.length() ? text.charAt(start + 1) : ' ';
        if (second == '=' || second == '~' || second == '>' || second == ':') {
            String pair = text.substring(start, start + 2);
            if (PAIRS.contains(pair)) {
                return token(Kind.SIGN, pair.equals("<>") ? "!=" : pair, start, start + 2);
            }
        }
        if (SIGNS.indexOf(text.charAt(start)) >= 0) {
            return token(Kind.SIGN, text.substring(start, start + 1), start, start + 1);
        }
        int end = text.offsetByCodePoints(start, 1);
        return token(Kind.BAD, text.substring(start, end), start, end);
    }

    private Token token(Kind kind, String value, int start, int end) {
        moveTo(start);
        int column = placeColumn + (kind == Kind.END && endTouched ? 1 : 0);
        return new Token(kind, value, placeLine, column, start, end);
    }

    private void moveTo(int index) {
        if (index < placeIndex) {
            placeIndex = 0;
            placeLine = 1;
            placeColumn = 1;
        }
        for (; placeIndex < index; placeIndex++) {
            char c = text.charAt(placeIndex);
            boolean isSecondHalf =
                    placeIndex > 0 && Character.isSurrogatePair(text.charAt(placeIndex - 1), c);
            placeLine += c == '\n' ? 1 : 0;
            placeColumn = c == '\n' ? 1 : placeColumn + (isSecondHalf ? 0 : 1);
        }
    }
}
