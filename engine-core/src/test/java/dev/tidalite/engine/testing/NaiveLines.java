package dev.tidalite.engine.testing;

import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Reads well-formed line protocol, one character at a time: enough for tests, no judge of what is
/// legal. Timestamps are nanoseconds and must be there.
final class NaiveLines {
    private final String line;
    private int at;

    private NaiveLines(String line) {
        this.line = line;
    }

    /// @param lines blank lines and lines that start with `#` are skipped
    static void read(String lines, Map<String, NaiveTable> tables) {
        for (String line : lines.split("\n")) {
            String text = line.strip();
            if (!text.isEmpty() && text.charAt(0) != '#') {
                new NaiveLines(text).row(tables);
            }
        }
    }

    private void row(Map<String, NaiveTable> tables) {
        String name = word(", ");
        NaiveTable table = tables.computeIfAbsent(name, n -> new NaiveTable(TableSchema.empty(n)));
        @Nullable Object[] row = new Object[table.schema().columnCount()];
        while (line.charAt(at) == ',') {
            at++;
            int ordinal = table.column(ColumnSchema.tag(word("=")));
            at++;
            row = put(row, ordinal, word(", "));
        }
        do {
            at++;
            String field = word("=");
            at++;
            Object value = line.charAt(at) == '"' ? quoted() : number(word(", "));
            row = put(row, table.column(ColumnSchema.field(field, type(value))), plain(value));
        } while (line.charAt(at) == ',');
        row[0] = Long.parseLong(line.substring(at + 1).strip());
        table.add(row);
    }

    private static @Nullable Object[] put(@Nullable Object[] row, int ordinal, Object value) {
        @Nullable Object[] wide = Arrays.copyOf(row, Math.max(row.length, ordinal + 1));
        wide[ordinal] = value;
        return wide;
    }

    private String word(String ends) {
        StringBuilder word = new StringBuilder();
        while (at < line.length() && ends.indexOf(line.charAt(at)) < 0) {
            if (line.charAt(at) == '\\' && ", =\\".indexOf(line.charAt(at + 1)) >= 0) {
                at++;
            }
            word.append(line.charAt(at++));
        }
        return word.toString();
    }

    private String quoted() {
        StringBuilder text = new StringBuilder();
        for (at++; line.charAt(at) != '"'; at++) {
            if (line.charAt(at) == '\\' && "\"\\".indexOf(line.charAt(at + 1)) >= 0) {
                at++;
            }
            text.append(line.charAt(at));
        }
        at++;
        return text.toString();
    }

    private static Object number(String word) {
        List<String> yes = List.of("t", "T", "true", "True", "TRUE");
        List<String> no = List.of("f", "F", "false", "False", "FALSE");
        if (yes.contains(word) || no.contains(word)) {
            return yes.contains(word);
        }
        String digits = word.substring(0, word.length() - 1);
        return switch (word.charAt(word.length() - 1)) {
            case 'i' -> Long.parseLong(digits);
            case 'u' -> new Unsigned(Long.parseUnsignedLong(digits));
            default -> Double.parseDouble(word);
        };
    }

    private record Unsigned(long bits) {}

    private static ColumnType type(Object value) {
        return switch (value) {
            case Long ignored -> ColumnType.INT64;
            case Unsigned ignored -> ColumnType.UINT64;
            case Double ignored -> ColumnType.FLOAT64;
            case Boolean ignored -> ColumnType.BOOLEAN;
            default -> ColumnType.STRING;
        };
    }

    private static Object plain(Object value) {
        return value instanceof Unsigned unsigned ? unsigned.bits() : value;
    }
}
