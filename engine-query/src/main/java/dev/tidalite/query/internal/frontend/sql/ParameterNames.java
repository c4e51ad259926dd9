package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.query.internal.expr.DataType;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The parameters that a text names.
final class ParameterNames {
    private ParameterNames() {}

    /// @return each name with [DataType#NULL]; in the order of the text, or by number if all are
    ///     numbers
    static Map<String, DataType> of(List<Token> tokens) {
        List<String> names =
                new ArrayList<>(
                        tokens.stream()
                                .filter(token -> token.kind() == Token.Kind.PARAMETER)
                                .map(Token::text)
                                .distinct()
                                .toList());
        if (names.stream().allMatch(ParameterNames::isNumber)) {
            names.sort(Comparator.comparingInt(String::length).thenComparing(n -> n));
        }
        Map<String, DataType> types = new LinkedHashMap<>();
        names.forEach(name -> types.put(name, DataType.NULL));
        return types;
    }

    private static boolean isNumber(String name) {
        return name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
