package dev.tidalite.query.internal.frontend.sql;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The literals of a query's conditions that its plan does not depend on: two texts that differ in
/// nothing else share a plan, and each binds its own values.
///
/// Only what a WHERE compares with is taken: literals beside a comparison or in an IN list, not
/// arguments of functions, whose types may depend on them.
final class Slots {
    /// No literal of a text.
    static final Slots NONE = new Slots(List.of());

    private final BitSet places = new BitSet();
    private final List<Token> tokens;

    private Slots(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Slots of(List<Token> tokens) {
        Slots slots = new Slots(tokens);
        slots.find();
        return slots;
    }

    boolean contains(int token) {
        return places.get(token);
    }

    /// The name of the parameter that a literal becomes: no name that a user can write.
    String name(int token) {
        return "#" + places.get(0, token).cardinality();
    }

    /// What the parameters are in this text.
    Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        int index = 0;
        for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
            Token token = tokens.get(place);
            Object value =
                    switch (token.kind()) {
                        case STRING -> token.unquoted();
                        case INTEGER -> (Object) Long.parseLong(token.text());
                        default -> Double.parseDouble(token.text());
                    };
            values.put("#" + index++, value);
        }
        return values;
    }

    /// The text with each of these literals replaced by a letter for its type.
    String key() {
        StringBuilder key = new StringBuilder();
        for (int index = 0; index < tokens.size(); index++) {
            Token token = tokens.get(index);
            if (places.get(index)) {
                key.append(
                        switch (token.kind()) {
                            case STRING -> "?s";
                            case INTEGER -> "?i";
                            default -> "?f";
                        });
            } else if (token.kind() == Token.Kind.PARAMETER) {
                key.append('$').append(token.text());
            } else {
                key.append(token.text());
            }
            key.append(' ');
        }
        return key.toString();
    }

    private void find() {
        Deque<Boolean> outer = new ArrayDeque<>();
        boolean eligible = false;
        for (int index = 0; index < tokens.size(); index++) {
            Token token = tokens.get(index);
            switch (token.kind()) {
                case WORD -> eligible = after(token, index, eligible);
                case SYMBOL -> {
                    if (token.is("(")) {
                        outer.push(eligible);
                        eligible &= index > 0 && opensCondition(tokens.get(index - 1));
                    } else if (token.is(")") && !outer.isEmpty()) {
                        eligible = outer.pop();
                    } else if (token.is("[")) {
                        outer.push(eligible);
                        eligible = false;
                    } else if (token.is("]") && !outer.isEmpty()) {
                        eligible = outer.pop();
                    }
                }
                case STRING, INTEGER, DECIMAL -> {
                    if (eligible && isCompared(index) && fits(token)) {
                        places.set(index);
                    }
                }
                default -> {}
            }
        }
    }

    private boolean after(Token word, int index, boolean eligible) {
        boolean begins = word.isWord("WHERE") && !(index > 0 && isFilter(index));
        if (begins) {
            return true;
        }
        boolean ends =
                word.isWord("SELECT")
                        || word.isWord("GROUP")
                        || word.isWord("ORDER")
                        || word.isWord("HAVING")
                        || word.isWord("LIMIT")
                        || word.isWord("UNION")
                        || word.isWord("INTERSECT")
                        || word.isWord("EXCEPT")
                        || word.isWord("WINDOW")
                        || word.isWord("CASE")
                        || word.isWord("QUALIFY");
        return eligible && !ends;
    }

    private boolean isFilter(int where) {
        return where >= 2
                && tokens.get(where - 1).is("(")
                && tokens.get(where - 2).isWord("FILTER");
    }

    private static boolean opensCondition(Token before) {
        return before.is("(")
                || before.isWord("WHERE")
                || before.isWord("AND")
                || before.isWord("OR")
                || before.isWord("NOT")
                || before.isWord("IN");
    }

    private boolean isCompared(int index) {
        Token before = tokens.get(Math.max(0, index - 1));
        Token behind = tokens.get(Math.min(tokens.size() - 1, index + 1));
        boolean startsWell =
                isComparison(before)
                        || before.isWord("BETWEEN")
                        || before.isWord("TIMESTAMP")
                        || before.is("(") && index > 1 && tokens.get(index - 2).isWord("IN")
                        || before.is(",")
                        || before.isWord("AND") && isBetween(index);
        boolean endsWell =
                behind.isWord("AND")
                        || behind.isWord("OR")
                        || behind.isWord("GROUP")
                        || behind.isWord("ORDER")
                        || behind.isWord("LIMIT")
                        || behind.is(")")
                        || behind.is(",")
                        || behind.kind() == Token.Kind.END;
        return startsWell && endsWell;
    }

    private static boolean isComparison(Token token) {
        return switch (token.kind() == Token.Kind.SYMBOL ? token.text() : "") {
            case "=", "<>", "!=", "<", "<=", ">", ">=" -> true;
            default -> false;
        };
    }

    /// Whether the AND before a literal belongs to a BETWEEN with a literal.
    private boolean isBetween(int index) {
        return index >= 3
                && (tokens.get(index - 3).isWord("BETWEEN")
                        || index >= 4
                                && tokens.get(index - 3).isWord("TIMESTAMP")
                                && tokens.get(index - 4).isWord("BETWEEN"));
    }

    private static boolean fits(Token token) {
        return token.kind() != Token.Kind.INTEGER || token.text().length() < 19;
    }
}
