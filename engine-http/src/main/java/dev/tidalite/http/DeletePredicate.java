package dev.tidalite.http;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The predicate of a v2 delete: `key = "value"` joined by AND, where the key `_measurement` names
/// the table and every other one a tag.
///
/// @param measurement nothing for every table
/// @param tags conditions in InfluxQL
record DeletePredicate(Optional<String> measurement, List<String> tags) {
    private static final Pattern TERM =
            Pattern.compile(
                    "\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([\\w./:-]+))\\s*(=|!=)\\s*"
                            + "(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'((?:[^'\\\\]|\\\\.)*)')\\s*");
    private static final Pattern AND = Pattern.compile("\\G(?i:AND)\\b");

    /// @throws ApiException if it is anything else
    static DeletePredicate parse(String text) {
        Optional<String> measurement = Optional.empty();
        List<String> tags = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            Matcher term = TERM.matcher(text).region(at, text.length());
            if (!term.lookingAt()) {
                throw invalid(text, at);
            }
            String key = plain(term.group(1), term.group(2));
            String value = plain(term.group(4), term.group(5));
            boolean equal = term.group(3).equals("=");
            if (!key.equals("_measurement")) {
                tags.add(identifier(key) + (equal ? " = " : " != ") + literal(value));
            } else if (equal && measurement.isEmpty()) {
                measurement = Optional.of(value);
            } else {
                throw invalid(text, at);
            }
            at = term.end();
            if (at < text.length()) {
                Matcher and = AND.matcher(text);
                if (!and.find(at)) {
                    throw invalid(text, at);
                }
                at = and.end();
                if (at == text.length()) {
                    throw invalid(text, at);
                }
            }
        }
        return new DeletePredicate(measurement, tags);
    }

    private static ApiException invalid(String text, int at) {
        return ApiException.invalid(
                "predicate not understood at character "
                        + (at + 1)
                        + " of '"
                        + text
                        + "'; say key=\"value\" AND key=\"value\"");
    }

    private static String plain(@Nullable String quoted, @Nullable String other) {
        String text = quoted == null ? String.valueOf(other) : quoted;
        return text.replaceAll("\\\\(.)", "$1");
    }

    /// The same as a statement of InfluxQL.
    ///
    /// @param start the first time to delete
    /// @param stop the last one
    String statement(Instant start, Instant stop) {
        String from = measurement.map(DeletePredicate::identifier).orElse("/.*/");
        List<String> conditions = new ArrayList<>(tags);
        conditions.add("time >= '" + start + "'");
        conditions.add("time <= '" + stop + "'");
        return "DELETE FROM " + from + " WHERE " + String.join(" AND ", conditions);
    }

    private static String identifier(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String literal(String value) {
        return '\'' + value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + '\'';
    }
}
