package dev.tidalite.query;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// A table as the query tests of InfluxDB 3 print it, and how its cells compare: numbers as
/// numbers, times without a trailing Z, nulls as blanks, names without case and qualifiers.
record PrintedTable(List<String> names, List<List<String>> rows) {
    static PrintedTable parse(String text) {
        List<String> lines = text.lines().filter(l -> !l.isBlank()).toList();
        List<Integer> cuts = new ArrayList<>();
        String border = lines.getFirst();
        for (int index = 0; index < border.length(); index++) {
            if (border.charAt(index) == '+') {
                cuts.add(index);
            }
        }
        List<String> names = cells(lines.get(1), cuts).stream().map(PrintedTable::name).toList();
        List<List<String>> rows = new ArrayList<>();
        for (String line : lines.subList(3, lines.size())) {
            if (line.startsWith("|")) {
                rows.add(cells(line, cuts).stream().map(PrintedTable::cell).toList());
            }
        }
        return new PrintedTable(names, rows);
    }

    static PrintedTable of(Rows rows) {
        List<String> names = new ArrayList<>();
        for (int column = 0; column < rows.columnCount(); column++) {
            names.add(name(rows.name(column)));
        }
        List<List<String>> cells = new ArrayList<>();
        while (rows.next()) {
            List<String> row = new ArrayList<>();
            for (int column = 0; column < rows.columnCount(); column++) {
                row.add(rows.get(column) == null ? "" : cell(rows.text(column).strip()));
            }
            cells.add(row);
        }
        return new PrintedTable(names, cells);
    }

    PrintedTable sorted() {
        List<List<String>> sorted = new ArrayList<>(rows);
        sorted.sort((a, b) -> a.toString().compareTo(b.toString()));
        return new PrintedTable(names, Collections.unmodifiableList(sorted));
    }

    private static List<String> cells(String line, List<Integer> cuts) {
        List<String> cells = new ArrayList<>();
        for (int index = 0; index + 1 < cuts.size(); index++) {
            cells.add(line.substring(cuts.get(index) + 1, cuts.get(index + 1)).strip());
        }
        return cells;
    }

    private static String name(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("\\b[a-z_0-9]+\\.([a-z_0-9*]+)", "$1")
                .replaceAll("\\s+", "");
    }

    static String cell(String text) {
        if (text.matches("\\d{4}-\\d\\d-\\d\\d[T ][\\d:.]+Z?")) {
            String time = text.replace("Z", "").replace(' ', 'T');
            return time.contains(".") ? time.replaceAll("0+$", "").replaceAll("\\.$", "") : time;
        }
        if (text.startsWith("{") && text.endsWith("}")) {
            List<String> fields = new ArrayList<>();
            for (String field : text.substring(1, text.length() - 1).split(", ", -1)) {
                int colon = field.indexOf(": ");
                fields.add(field.substring(0, colon + 2) + cell(field.substring(colon + 2)));
            }
            return "{" + String.join(", ", fields) + "}";
        }
        if (text.matches("-?[0-9.]+([eE][-+]?[0-9]+)?")) {
            BigDecimal number = new BigDecimal(text).round(new MathContext(12));
            return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        }
        return text;
    }
}
