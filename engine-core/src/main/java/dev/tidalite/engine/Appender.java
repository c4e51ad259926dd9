package dev.tidalite.engine;

import dev.tidalite.engine.internal.ingest.RowIngest;
import dev.tidalite.engine.schema.ColumnType;

/// Writes typed rows to one table:
///
/// ```java
/// try (Appender appender = engine.appender("home", "room")) {
///     appender.row().time(timeNs).tag("room", "kitchen").field("temp", 21.5).append();
/// }
/// ```
///
/// Rows are gathered and written some thousands at a time, by a thread of the engine while the
/// next ones are gathered; [#flush] and [#close] write what is left, and only then a row is as
/// durable and visible as the engine promises. Used by one thread.
public final class Appender implements AutoCloseable {
    private final RowIngest rows;
    private final Row row = new Row();
    private boolean closed;

    Appender(RowIngest rows) {
        this.rows = rows;
    }

    /// Begins a row.
    ///
    /// @return the same object every time
    /// @throws IllegalStateException if the row begun before was not appended
    /// @throws EngineException.Closed if this appender is closed
    public Row row() {
        if (closed) {
            throw new EngineException.Closed("the appender is closed");
        }
        rows.begin();
        return row;
    }

    /// A row that is being filled. A tag or field of a name that was set before replaces it.
    public final class Row {
        private Row() {}

        /// When it happened, in nanoseconds since 1970; a row needs one.
        public Row time(long timeNs) {
            rows.time(timeNs);
            return this;
        }

        /// @param value not empty: leave the tag out instead
        /// @throws IllegalArgumentException if the key or the value is empty, or the key was set
        ///     in this row already
        public Row tag(String key, String value) {
            rows.tag(key, value);
            return this;
        }

        public Row field(String key, double value) {
            rows.field(key, ColumnType.FLOAT64, Double.doubleToRawLongBits(value));
            return this;
        }

        public Row field(String key, long value) {
            rows.field(key, ColumnType.INT64, value);
            return this;
        }

        public Row field(String key, boolean value) {
            rows.field(key, ColumnType.BOOLEAN, value ? 1 : 0);
            return this;
        }

        public Row field(String key, String value) {
            rows.text(key, value);
            return this;
        }

        /// @param value 64 bits of an unsigned integer
        public Row unsigned(String key, long value) {
            rows.field(key, ColumnType.UINT64, value);
            return this;
        }

        /// Ends the row. Has the rows gathered so far written if there are enough of them; waits
        /// for those before them.
        ///
        /// @throws IllegalStateException if the row has no time or no field
        /// @throws IllegalArgumentException as [Appender#flush], of earlier rows; this one is kept
        /// @throws EngineException as [Engine#write], for earlier rows; all that were not written
        ///     are kept and written next time
        public void append() {
            rows.append();
        }
    }

    /// Writes the rows gathered so far. They are durable and visible when it returns.
    ///
    /// @throws IllegalArgumentException if rows could not be written, because a column has another
    ///     type or a limit is reached; the others were
    /// @throws EngineException as [Engine#write]; the rows are kept and written next time
    public void flush() {
        rows.flush();
    }

    /// Writes what is left. Closing twice does nothing.
    ///
    /// @throws IllegalStateException if a row was begun and not appended; the others are written
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            rows.close();
        }
    }
}
