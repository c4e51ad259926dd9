package dev.tidalite.query;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Rows of an InfluxQL result cut into series, for comparing.
final class SeriesTables {
    private SeriesTables() {}

    record Table(
            String name,
            Map<String, String> tags,
            List<String> columns,
            List<List<@Nullable Object>> rows) {}

    static List<Table> of(SeriesLayout layout, List<String> names, List<@Nullable Object[]> rows) {
        List<Table> tables = new ArrayList<>();
        List<String> columns = layout.values().stream().map(names::get).toList();
        Table last = null;
        for (@Nullable Object[] row : rows) {
            String name = String.valueOf(row[layout.measurementIndex()]);
            Map<String, String> tags = new LinkedHashMap<>();
            for (SeriesLayout.Tag tag : layout.tags()) {
                Object value = row[tag.index()];
                tags.put(tag.key(), value == null ? "" : value.toString());
            }
            if (last == null || !last.name.equals(name) || !last.tags.equals(tags)) {
                last = new Table(name, tags, columns, new ArrayList<>());
                tables.add(last);
            }
            List<@Nullable Object> values = new ArrayList<>();
            layout.values().forEach(index -> values.add(row[index]));
            last.rows.add(values);
        }
        return tables;
    }
}
