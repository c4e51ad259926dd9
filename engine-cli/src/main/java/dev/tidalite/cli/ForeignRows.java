package dev.tidalite.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/// Rows of a Parquet or CSV file, one after the other in the order of the file, as line protocol.
/// DuckDB reads them: it knows every codec and guesses what a CSV file is like.
///
/// Used by one thread.
final class ForeignRows implements AutoCloseable {
    private static final String PARQUET = "parquet";
    private static final List<String> TEXTS = List.of("csv", "tsv", "csv.gz", "tsv.gz");

    private final Connection connection;
    private final String measurement;
    private final List<Column> columns;
    private final long timeUnitNs;
    private final ResultSet rows;
    private final StringBuilder line = new StringBuilder();
    private String fault = "";

    /// What the columns of a file are to be.
    ///
    /// @param tags null if every text is one
    /// @param precision of times that are whole numbers
    record Layout(String table, String time, @Nullable Set<String> tags, LinePrecision precision) {}

    /// A line of a file that is no row.
    record Reject(String reason, String text) {}

    private enum Kind {
        TIME,
        TAG,
        INTEGER,
        UNSIGNED,
        FLOAT,
        BOOLEAN,
        TEXT
    }

    /// @param expression of DuckDB, whose value is of the kind's type
    private record Column(String name, Kind kind, String expression) {}

    private ForeignRows(Connection connection, Path file, Layout layout, long skippedRows)
            throws SQLException, IOException {
        this.connection = connection;
        this.measurement = LineProtocolText.escape(layout.table(), ", ");
        String source = source(file);
        List<Column> all = new ArrayList<>();
        long unit = 1;
        try (Statement statement = connection.createStatement();
                ResultSet described = statement.executeQuery("DESCRIBE FROM " + source)) {
            while (described.next()) {
                String type = described.getString("column_type");
                Column column = column(described.getString("column_name"), type, layout);
                all.add(column);
                if (column.kind() == Kind.TIME && isWhole(type)) {
                    unit =
                            layout.precision()
                                    .unit()
                                    .orElseThrow(() ->
                                            new IOException(
                                                    "--precision auto is for line protocol; say"
                                                            + " the unit of "
                                                            + layout.time()))
                                    .nanoseconds();
                }
            }
        }
        this.columns = all;
        this.timeUnitNs = unit;
        if (all.stream().noneMatch(column -> column.kind() == Kind.TIME)) {
            throw new IOException(
                    file
                            + " has no column "
                            + layout.time()
                            + " for the time; name it with --time. It has "
                            + all.stream().map(Column::name).collect(Collectors.joining(", ")));
        }
        String expressions = all.stream().map(Column::expression).collect(Collectors.joining(", "));
        rows =
                connection
                        .createStatement()
                        .executeQuery(
                                "SELECT "
                                        + expressions
                                        + " FROM "
                                        + source
                                        + " OFFSET "
                                        + skippedRows);
    }

    /// Whether a file is one of rows, by its name.
    static boolean isTable(Path file) {
        String ending = ending(file);
        return ending.equals(PARQUET) || TEXTS.contains(ending);
    }

    /// The name of a file without its ending.
    static String tableOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - ending(file).length() - 1);
    }

    private static String ending(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        int dot = name.endsWith(".gz") ? name.lastIndexOf('.', name.length() - 4) : -1;
        return name.substring((dot < 0 ? name.lastIndexOf('.') : dot) + 1);
    }

    /// @param skippedRows that are not read again
    /// @throws IOException if the file cannot be read, or has no column of times
    static ForeignRows open(Path file, Layout layout, long skippedRows) throws IOException {
        Properties streaming = new Properties();
        streaming.setProperty("jdbc_stream_results", "true");
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:", streaming);
            try {
                return new ForeignRows(connection, file, layout, skippedRows);
            } catch (SQLException | IOException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw unreadable(file.toString(), e);
        }
    }

    private static IOException unreadable(String what, SQLException e) {
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new IOException(what + " cannot be read: " + reason, e);
    }

    private static String source(Path file) {
        String name = "'" + file.toString().replace("'", "''") + "'";
        return ending(file).equals(PARQUET)
                ? "read_parquet(" + name + ")"
                : "read_csv(" + name + ", header = true, store_rejects = true)";
    }

    private static boolean isWhole(String type) {
        return type.endsWith("INT") || type.endsWith("INTEGER");
    }

    private static Column column(String name, String type, Layout layout) throws IOException {
        String value = '"' + name.replace("\"", "\"\"") + '"';
        if (name.equals(layout.time())) {
            return new Column(name, Kind.TIME, timeOf(value, type));
        }
        boolean text = type.equals("VARCHAR") || type.startsWith("ENUM");
        if (layout.tags() == null ? text : layout.tags().contains(name)) {
            return new Column(name, Kind.TAG, value + "::VARCHAR");
        }
        if (type.equals("UBIGINT")) {
            return new Column(name, Kind.UNSIGNED, value + "::VARCHAR");
        }
        if (isWhole(type) && !type.endsWith("HUGEINT")) {
            return new Column(name, Kind.INTEGER, value + "::BIGINT");
        }
        if (type.equals("DOUBLE") || type.equals("FLOAT") || type.startsWith("DECIMAL")) {
            return new Column(name, Kind.FLOAT, value + "::DOUBLE");
        }
        return type.equals("BOOLEAN")
                ? new Column(name, Kind.BOOLEAN, value)
                : new Column(name, Kind.TEXT, value + "::VARCHAR");
    }

    /// In nanoseconds, or in the unit of a whole number.
    private static String timeOf(String value, String type) throws IOException {
        if (isWhole(type)) {
            return value + "::BIGINT";
        }
        if (type.equals("TIMESTAMP WITH TIME ZONE")) {
            return "epoch_ns(" + value + ")";
        }
        if (type.startsWith("TIMESTAMP") || type.equals("DATE") || type.equals("VARCHAR")) {
            return "epoch_ns(TRY_CAST(" + value + " AS TIMESTAMP_NS))";
        }
        throw new IOException("column " + value + " of type " + type + " holds no times");
    }

    /// Moves to the next row.
    ///
    /// @return false at the end
    boolean next() throws IOException {
        try {
            if (!rows.next()) {
                return false;
            }
            read();
            return true;
        } catch (SQLException e) {
            throw unreadable("a row", e);
        }
    }

    /// What keeps the row from being a line; empty if nothing does.
    String fault() {
        return fault;
    }

    /// The row as a line, without its end; as much of it as there is if it has a fault.
    String line() {
        return line.toString();
    }

    private void read() throws SQLException {
        fault = "";
        line.setLength(0);
        line.append(measurement);
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            String tag = column.kind() == Kind.TAG ? rows.getString(i + 1) : null;
            if (tag != null && !tag.isEmpty()) {
                appendKey(',', column).append(LineProtocolText.escape(tag, ",= "));
                if (tag.indexOf('\n') >= 0) {
                    fault = "has a line break in the tag " + column.name();
                }
            }
        }
        char separator = ' ';
        for (int i = 0; i < columns.size(); i++) {
            String value = field(columns.get(i).kind(), i + 1);
            if (!value.isEmpty()) {
                appendKey(separator, columns.get(i)).append(value);
                separator = ',';
            }
        }
        if (separator == ' ') {
            fault = "has no field";
        }
        appendTime();
    }

    private StringBuilder appendKey(char separator, Column column) {
        return line.append(separator)
                .append(LineProtocolText.escape(column.name(), ",= "))
                .append('=');
    }

    /// Empty if the column is no field, or has no value that can be written.
    private String field(Kind kind, int place) throws SQLException {
        Object value = rows.getObject(place);
        if (value == null) {
            return "";
        }
        return switch (kind) {
            case TIME, TAG -> "";
            case INTEGER -> value + "i";
            case UNSIGNED -> value + "u";
            case FLOAT -> Double.isFinite(rows.getDouble(place)) ? value.toString() : "";
            case BOOLEAN -> value.toString();
            case TEXT -> '"' + LineProtocolText.escape(value.toString(), "\"") + '"';
        };
    }

    private void appendTime() throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).kind() == Kind.TIME) {
                long time = rows.getLong(i + 1);
                if (rows.wasNull()) {
                    fault = "has no time";
                } else if (Math.multiplyHigh(time, timeUnitNs) != time * timeUnitNs >> 63) {
                    fault = "has a time out of range";
                } else {
                    line.append(' ').append(time * timeUnitNs);
                }
            }
        }
    }

    /// The lines that DuckDB could not read as rows, after the last row; none of a Parquet file.
    List<Reject> rejects() throws IOException {
        List<Reject> rejects = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet errors =
                        statement.executeQuery(
                                "SELECT line, error_message, csv_line FROM reject_errors"
                                        + " ORDER BY line")) {
            while (errors.next()) {
                String message = String.valueOf(errors.getString(2));
                rejects.add(
                        new Reject(
                                "line "
                                        + errors.getLong(1)
                                        + ": "
                                        + message.lines().findFirst().orElse(""),
                                String.valueOf(errors.getString(3))));
            }
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains("reject_errors")) {
                return List.of(); // there is no such table before a line is refused
            }
            throw unreadable("what was refused", e);
        }
        return rejects;
    }

    @Override
    public void close() throws IOException {
        try (connection) {
            rows.close();
        } catch (SQLException e) {
            throw unreadable("the end", e);
        }
    }
}
