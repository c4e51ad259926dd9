package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.plan.LanguageFunctions;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/// Says a query of the DataFusion dialect in the words of Calcite's core parser, token by token.
///
/// Every word that is no keyword of the dialect becomes a quoted name in lower case. What Calcite
/// has no syntax for becomes a call: `x::T` a CAST, `INTERVAL '…'` and parameters functions that
/// begin with a dollar sign, `AT TIME ZONE` a function, `[1, 2]` `make_array`. What a suffix
/// applies to is found by remembering where the last primary expression began.
final class DialectRewriter {
    /// Marks of calls that later stages look for.
    static final String DISTINCT_ON = "$distinct_on";

    static final String GROUP_ALL = "$all";
    static final String EXCLUDE = "$exclude";

    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger UNSIGNED_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private final String source;
    private final List<Token> tokens;
    private final Slots slots;
    private final @Nullable Map<String, @Nullable Object> parameters;

    private final List<String> pieces = new ArrayList<>();
    private final List<Integer> origins = new ArrayList<>();
    private final List<String> dynamic = new ArrayList<>();
    private final Deque<Bracket> brackets = new ArrayDeque<>();
    private int at;

    /// The piece at which the last primary expression begins.
    private int primary;

    /// Whether the last piece ends a primary expression.
    private boolean afterPrimary;

    private enum Kind {
        PLAIN,
        CALL,
        CAST,
        EXTRACT,
        POSITION,
        WINDOW,
        ARRAY,
        SUBSCRIPT,
        DISTINCT_ON
    }

    /// An open bracket.
    private static final class Bracket {
        final Kind kind;
        final int primaryBefore;

        Bracket(Kind kind, int primaryBefore) {
            this.kind = kind;
            this.primaryBefore = primaryBefore;
        }
    }

    private DialectRewriter(
            String source,
            List<Token> tokens,
            Slots slots,
            @Nullable Map<String, @Nullable Object> parameters) {
        this.source = source;
        this.tokens = tokens;
        this.slots = slots;
        this.parameters = parameters;
    }

    /// @param tokens of one statement, the last one END
    /// @param slots which literals become parameters
    /// @throws QueryException with a place, if something is malformed
    static Rewritten rewrite(
            String source,
            List<Token> tokens,
            Slots slots,
            Map<String, @Nullable Object> parameters) {
        return new DialectRewriter(source, tokens, slots, parameters).run();
    }

    /// With a `?` for every parameter, for the planner to find out what it is.
    ///
    /// @param tokens of one statement, the last one END
    /// @throws QueryException as [#rewrite]
    static Rewritten rewriteUnbound(String source, List<Token> tokens) {
        return new DialectRewriter(source, tokens, Slots.NONE, null).run();
    }

    private Rewritten run() {
        while (token().kind() != Token.Kind.END) {
            step();
        }
        return result();
    }

    private Rewritten result() {
        StringBuilder text = new StringBuilder();
        int[] offsets = new int[pieces.size()];
        int[] sources = new int[pieces.size()];
        for (int index = 0; index < offsets.length; index++) {
            offsets[index] = text.length();
            sources[index] = origins.get(index);
            text.append(pieces.get(index)).append(' ');
        }
        return new Rewritten(text.toString(), offsets, sources, dynamic);
    }

    private Token token() {
        return tokens.get(at);
    }

    private Token peek(int distance) {
        return tokens.get(Math.min(at + distance, tokens.size() - 1));
    }

    private Token previous() {
        return at == 0 ? new Token(Token.Kind.END, "", 0) : tokens.get(at - 1);
    }

    private void emit(String piece, int origin) {
        pieces.add(piece);
        origins.add(origin);
    }

    /// A piece that is a primary expression of its own.
    private void emitPrimary(String piece, int origin) {
        primary = pieces.size();
        emit(piece, origin);
        afterPrimary = true;
    }

    private void insert(int place, String piece) {
        pieces.add(place, piece);
        origins.add(place, origins.get(place));
    }

    private QueryException error(String message, Token token) {
        return Positions.error(QueryException.Code.INVALID, message, source, token.offset());
    }

    private void step() {
        Token token = token();
        switch (token.kind()) {
            case WORD -> word(token);
            case QUOTED_NAME -> name(token, quote(token.unquoted()));
            case STRING -> string(token);
            case INTEGER, DECIMAL -> number(token);
            case PARAMETER -> parameter(token);
            case SYMBOL -> symbol(token);
            case END -> throw new AssertionError("beyond the end");
        }
    }

    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private void name(Token token, String quoted) {
        if (previous().is(".")) {
            emit(quoted, token.offset());
            afterPrimary = true;
        } else {
            emitPrimary(quoted, token.offset());
        }
        at++;
    }

    private void string(Token token) {
        if (previous().isWord("AS")) {
            emitPrimary(quote(token.unquoted()), token.offset());
        } else if (slots.contains(at)) {
            emitPrimary(call(LanguageFunctions.PARAMETER, slots.name(at), "s"), token.offset());
        } else {
            emitPrimary(token.text(), token.offset());
        }
        at++;
    }

    private static String call(String function, String... texts) {
        StringJoiner joined = new StringJoiner(", ", quote(function) + "(", ")");
        for (String text : texts) {
            joined.add("'" + text.replace("'", "''") + "'");
        }
        return joined.toString();
    }

    private void number(Token token) {
        if (slots.contains(at)) {
            String type = token.kind() == Token.Kind.INTEGER ? "i" : "f";
            emitPrimary(call(LanguageFunctions.PARAMETER, slots.name(at), type), token.offset());
        } else if (token.kind() == Token.Kind.INTEGER) {
            emitPrimary(integer(token), token.offset());
        } else {
            String text = token.text().startsWith(".") ? "0" + token.text() : token.text();
            boolean hasExponent = text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
            emitPrimary(hasExponent ? text : text + "E0", token.offset());
        }
        at++;
    }

    private String integer(Token token) {
        if (token.text().length() < 19) {
            return token.text();
        }
        BigInteger value = new BigInteger(token.text());
        if (value.compareTo(LONG_MAX) <= 0) {
            return token.text();
        }
        boolean isLongMin = previous().is("-") && value.equals(LONG_MAX.add(BigInteger.ONE));
        if (isLongMin) {
            return token.text();
        }
        return value.compareTo(UNSIGNED_MAX) <= 0
                ? call(LanguageFunctions.UNSIGNED, token.text())
                : token.text() + "E0";
    }

    private void parameter(Token token) {
        String name = token.text();
        if (parameters != null && !parameters.containsKey(name)) {
            throw error("No value found for placeholder with name $" + name, token);
        }
        if (parameters == null || previous().isWord("LIMIT") || previous().isWord("OFFSET")) {
            dynamic.add(name);
            emitPrimary("?", token.offset());
        } else {
            emitPrimary(
                    call(LanguageFunctions.PARAMETER, name, letter(parameters.get(name))),
                    token.offset());
        }
        at++;
    }

    /// How the type of a parameter is written inside a rewritten text.
    static String letter(@Nullable Object value) {
        return switch (value) {
            case null -> "n";
            case Boolean ignored -> "b";
            case Double ignored -> "f";
            case Float ignored -> "f";
            case Number ignored -> "i";
            default -> "s";
        };
    }

    private void word(Token token) {
        String upper = token.upper();
        Token next = peek(1);
        boolean afterDot = previous().is(".");
        boolean afterAs = previous().isWord("AS");
        if (afterDot) {
            name(token, quote(token.text().toLowerCase(Locale.ROOT)));
        } else if (afterAs && inside(Kind.CAST)) {
            type(token);
        } else if (!literal(token, upper, next) && !clause(token, upper, next)) {
            boolean keyword =
                    isKeyword(upper, next)
                            && (!afterAs || upper.equals("SELECT") || upper.equals("VALUES"));
            if (keyword) {
                keyword(token, upper);
            } else if (DialectWords.CLOCKS.contains(upper) && !next.is("(")) {
                emitPrimary(quote(token.text().toLowerCase(Locale.ROOT)) + "()", token.offset());
                at++;
            } else {
                name(token, quote(token.text().toLowerCase(Locale.ROOT)));
            }
        }
    }

    private boolean inside(Kind kind) {
        Bracket top = brackets.peek();
        return top != null && top.kind == kind;
    }

    /// INTERVAL, TIMESTAMP, DATE and TIME before a string, and ARRAY before a bracket.
    private boolean literal(Token token, String upper, Token next) {
        return switch (upper) {
            case "INTERVAL" -> interval(token, next);
            case "TIMESTAMP", "DATE", "TIME" ->
                    next.kind() == Token.Kind.STRING && temporal(token, upper, next);
            case "ARRAY" -> {
                if (next.is("[")) {
                    at++;
                    openArray(token.offset());
                    yield true;
                }
                yield false;
            }
            default -> false;
        };
    }

    private boolean temporal(Token token, String upper, Token text) {
        String value =
                slots.contains(at + 1)
                        ? call(LanguageFunctions.PARAMETER, slots.name(at + 1), "s")
                        : text.text();
        emitPrimary("CAST(" + value + " AS " + upper + ")", token.offset());
        at += 2;
        return true;
    }

    /// `INTERVAL '1 hour'`, `INTERVAL '1' HOUR`, `INTERVAL 1 HOUR`.
    private boolean interval(Token token, Token next) {
        if (next.kind() != Token.Kind.STRING && next.kind() != Token.Kind.INTEGER) {
            return false;
        }
        String text = next.kind() == Token.Kind.STRING ? next.unquoted() : next.text();
        int length = 2;
        Token unit = peek(2);
        boolean isNumber = text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '-' || c == '.');
        if (isNumber && unit.kind() == Token.Kind.WORD && IntervalWords.isUnit(unit.text())) {
            text += " " + unit.text();
            length = 3;
        }
        Token behind = peek(length);
        if (behind.isWord("PRECEDING") || behind.isWord("FOLLOWING")) {
            emitPrimary(IntervalWords.frame(text, token, source), token.offset());
        } else {
            emitPrimary(call(LanguageFunctions.INTERVAL, text), token.offset());
        }
        at += length;
        return true;
    }

    /// What needs more than one token of syntax.
    private boolean clause(Token token, String upper, Token next) {
        switch (upper) {
            case "DISTINCT" -> {
                if (next.isWord("ON") && peek(2).is("(")) {
                    emit(quote(DISTINCT_ON) + "(", token.offset());
                    brackets.push(new Bracket(Kind.DISTINCT_ON, pieces.size()));
                    afterPrimary = false;
                    at += 3;
                    return true;
                }
            }
            case "ALL" -> {
                if (previous().isWord("BY") && tokens.get(Math.max(0, at - 2)).isWord("GROUP")) {
                    emit(quote(GROUP_ALL), token.offset());
                    at++;
                    return true;
                }
            }
            case "AT" -> {
                if (next.isWord("TIME") && peek(2).isWord("ZONE")) {
                    atTimeZone();
                    return true;
                }
            }
            case "EXCLUDE", "EXCEPT" -> {
                if (previous().is("*") && next.is("(")) {
                    exclude(token);
                    return true;
                }
            }
            case "ORDER" -> {
                Bracket top = brackets.peek();
                if (top != null && top.kind == Kind.CALL && next.isWord("BY")) {
                    emit(") WITHIN GROUP ( ORDER", token.offset());
                    at++;
                    return true;
                }
            }
            default -> {}
        }
        return false;
    }

    /// A zone is a primary expression itself, mostly a string.
    private void atTimeZone() {
        Token token = token();
        Token zone = peek(3);
        if (zone.kind() != Token.Kind.STRING) {
            throw error("AT TIME ZONE needs a string", zone);
        }
        insert(primary, quote("at_time_zone") + "(");
        emit(", " + zone.text() + " )", token.offset());
        afterPrimary = true;
        at += 4;
    }

    /// `* EXCLUDE (a, b)` puts the names into a call behind the star.
    private void exclude(Token token) {
        StringJoiner names = new StringJoiner(", ", quote(EXCLUDE) + "(", ")");
        at += 2;
        while (!token().is(")")) {
            Token name = token();
            switch (name.kind()) {
                case WORD -> names.add("'" + name.text().toLowerCase(Locale.ROOT) + "'");
                case QUOTED_NAME -> names.add("'" + name.unquoted().replace("'", "''") + "'");
                default -> throw error("Expected a column name, found: " + name.text(), name);
            }
            at += token(1).is(",") ? 2 : 1;
        }
        at++;
        emit(", " + names, token.offset());
    }

    private Token token(int distance) {
        return peek(distance);
    }

    private boolean isKeyword(String upper, Token next) {
        if (DialectWords.FUNCTIONS_BEFORE_PARENTHESIS.contains(upper) && next.is("(")) {
            return upper.equals("TRIM") && keepsTrim();
        }
        return switch (upper) {
            case "UNNEST" -> next.is("(") && inFrom();
            case "TRIM", "GROUPING", "FILTER", "EXTRACT", "CUBE", "ROLLUP" ->
                    next.is("(") || upper.equals("GROUPING") && next.isWord("SETS");
            case "FIRST", "LAST" -> previous().isWord("NULLS");
            case "IGNORE", "RESPECT" -> next.isWord("NULLS");
            case "POSITION" -> next.is("(") && hasAtDepthOne("IN");
            case "SUBSTRING" -> next.is("(") && hasAtDepthOne("FROM");
            case "OVERLAY" -> next.is("(") && hasAtDepthOne("PLACING");
            case "PLACING" -> true;
            case "FOR", "BOTH", "LEADING", "TRAILING" -> !brackets.isEmpty();
            case "ROWS", "ROW", "ONLY", "NEXT" ->
                    inside(Kind.WINDOW) || isFetch() || upper.equals("ROWS") && isOffset();
            case "SET" -> false;
            default ->
                    DialectWords.WINDOW_KEYWORDS.contains(upper)
                            ? inside(Kind.WINDOW) && isFrameWord(upper, next)
                            : DialectWords.KEYWORDS.contains(upper);
        };
    }

    private boolean isFrameWord(String upper, Token next) {
        return switch (upper) {
            case "PARTITION" -> next.isWord("BY");
            case "RANGE", "GROUPS" ->
                    next.isWord("BETWEEN") || next.isWord("UNBOUNDED") || next.isWord("CURRENT");
            case "UNBOUNDED" -> next.isWord("PRECEDING") || next.isWord("FOLLOWING");
            case "CURRENT" -> next.isWord("ROW");
            default -> true;
        };
    }

    /// Whether the current token stands in a FROM clause.
    private boolean inFrom() {
        int depth = 0;
        for (int back = at - 1; back >= 0 && depth >= 0; back--) {
            Token token = tokens.get(back);
            if (token.is(")")) {
                depth++;
            } else if (token.is("(")) {
                depth--;
            } else if (depth == 0 && (token.isWord("FROM") || token.isWord("JOIN"))) {
                return true;
            } else if (depth == 0 && (token.isWord("SELECT") || token.isWord("WHERE"))) {
                return false;
            }
        }
        return false;
    }

    private boolean isFetch() {
        for (int back = at - 1; back >= Math.max(0, at - 4); back--) {
            if (tokens.get(back).isWord("FETCH")) {
                return true;
            }
        }
        return false;
    }

    private boolean isOffset() {
        return at >= 2 && tokens.get(at - 2).isWord("OFFSET");
    }

    /// TRIM stays a keyword if it is written with FROM or a side; TRIM(a, b) is a function.
    private boolean keepsTrim() {
        return hasAtDepthOne("FROM")
                || peek(2).isWord("BOTH")
                || peek(2).isWord("LEADING")
                || peek(2).isWord("TRAILING");
    }

    /// Whether a word stands inside the parentheses that open behind the current token, and in no
    /// deeper ones.
    private boolean hasAtDepthOne(String word) {
        int depth = 0;
        for (int index = at + 1; index < tokens.size(); index++) {
            Token token = tokens.get(index);
            if (token.is("(")) {
                depth++;
            } else if (token.is(")")) {
                depth--;
                if (depth == 0) {
                    return false;
                }
            } else if (depth == 1 && token.isWord(word)) {
                return true;
            }
        }
        return false;
    }

    private void keyword(Token token, String upper) {
        String piece = upper.equals("TRY_CAST") ? "SAFE_CAST" : upper;
        switch (upper) {
            case "CASE",
                    "NULL",
                    "TRUE",
                    "FALSE",
                    "CAST",
                    "TRY_CAST",
                    "EXTRACT",
                    "POSITION",
                    "SUBSTRING",
                    "TRIM",
                    "OVERLAY",
                    "EXISTS",
                    "UNNEST",
                    "GROUPING" ->
                    emitPrimary(piece, token.offset());
            default -> emit(piece, token.offset());
        }
        afterPrimary =
                switch (upper) {
                    case "NULL", "TRUE", "FALSE", "END" -> true;
                    default -> false;
                };
        at++;
    }

    private void symbol(Token token) {
        switch (token.text()) {
            case "(" -> open(token);
            case ")" -> close(token);
            case "[" -> {
                if (afterPrimary) {
                    emit("[", token.offset());
                    brackets.push(new Bracket(Kind.SUBSCRIPT, primary));
                    afterPrimary = false;
                    at++;
                } else {
                    openArray(token.offset());
                }
            }
            case "]" -> close(token);
            case "::" -> cast(token);
            default -> {
                emit(DialectWords.SYMBOLS.getOrDefault(token.text(), token.text()), token.offset());
                afterPrimary = token.is("*") && !afterPrimary;
                at++;
            }
        }
    }

    private void openArray(int offset) {
        brackets.push(new Bracket(Kind.ARRAY, pieces.size()));
        emit(quote("make_array") + "(", offset);
        afterPrimary = false;
        at++;
    }

    private void open(Token token) {
        Token before = previous();
        boolean afterName =
                afterPrimary
                        && (before.kind() == Token.Kind.WORD
                                || before.kind() == Token.Kind.QUOTED_NAME);
        Kind kind = Kind.PLAIN;
        if (before.isWord("CAST") || before.isWord("TRY_CAST")) {
            kind = Kind.CAST;
        } else if (before.isWord("EXTRACT")) {
            kind = Kind.EXTRACT;
        } else if (before.isWord("OVER")
                || before.isWord("AS") && inWindowClause()
                || before.isWord("GROUP")) {
            kind = Kind.WINDOW;
        } else if (afterName) {
            kind = Kind.CALL;
        } else if (before.kind() == Token.Kind.WORD && keepsPrimary(before.upper())) {
            kind = Kind.POSITION;
        }
        int start = kind == Kind.PLAIN || kind == Kind.WINDOW ? pieces.size() : primary;
        brackets.push(new Bracket(kind, start));
        emit("(", token.offset());
        afterPrimary = false;
        at++;
        if (kind == Kind.EXTRACT && token().kind() == Token.Kind.WORD) {
            emit(token().upper(), token().offset());
            at++;
        }
    }

    private static boolean keepsPrimary(String upper) {
        return switch (upper) {
            case "POSITION", "SUBSTRING", "TRIM", "OVERLAY", "EXISTS", "UNNEST", "GROUPING" -> true;
            default -> false;
        };
    }

    /// Whether AS belongs to `WINDOW w AS (…)`.
    private boolean inWindowClause() {
        for (int back = at - 1; back >= 0; back--) {
            if (tokens.get(back).isWord("WINDOW")) {
                return true;
            }
            if (tokens.get(back).isWord("SELECT") || tokens.get(back).isWord("WITH")) {
                return false;
            }
        }
        return false;
    }

    private void close(Token token) {
        if (brackets.isEmpty()) {
            throw error("sql parser error: Unexpected " + token.text(), token);
        }
        Bracket bracket = brackets.pop();
        boolean square = bracket.kind == Kind.ARRAY || bracket.kind == Kind.SUBSCRIPT;
        if (square != token.is("]")) {
            throw error("sql parser error: Unexpected " + token.text(), token);
        }
        primary = bracket.primaryBefore;
        if (bracket.kind == Kind.DISTINCT_ON) {
            emit(") ,", token.offset());
            afterPrimary = false;
        } else {
            emit(bracket.kind == Kind.SUBSCRIPT ? "]" : ")", token.offset());
            afterPrimary = bracket.kind != Kind.WINDOW;
        }
        at++;
    }

    private void cast(Token token) {
        if (!afterPrimary) {
            throw error("sql parser error: Unexpected ::", token);
        }
        at++;
        Token type = token();
        if (type.isWord("INTERVAL")) {
            insert(primary, quote(LanguageFunctions.INTERVAL) + "(");
            emit(")", type.offset());
            at++;
        } else {
            insert(primary, "CAST(");
            emit("AS", token.offset());
            typeName(type);
            emit(")", type.offset());
        }
        afterPrimary = true;
    }

    /// The type in `CAST(x AS type)`.
    private void type(Token token) {
        if (token.isWord("INTERVAL")) {
            throw error("CAST to INTERVAL is written x::INTERVAL", token);
        }
        typeName(token);
    }

    private void typeName(Token token) {
        TypeName name = TypeName.read(tokens, at, source);
        emit(name.sql(), token.offset());
        at += name.length();
        afterPrimary = false;
    }
}
