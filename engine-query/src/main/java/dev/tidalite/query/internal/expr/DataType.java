package dev.tidalite.query.internal.expr;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The type of a value inside a query.
public sealed interface DataType {
    /// Nanoseconds since 1970-01-01T00:00:00 without a zone: the type of every `time` column.
    DataType TIMESTAMP = new Timestamp(null);

    /// Types without parameters.
    enum Plain implements DataType {
        /// The type of a bare NULL.
        NULL,
        BOOLEAN,
        /// Signed 32 bits, carried in a `long`.
        INT32,
        INT64,
        /// Unsigned 64 bits, carried in a `long`.
        UINT64,
        /// Carried in a `double`, rounded to `float` after each operation.
        FLOAT32,
        FLOAT64,
        UTF8,
        /// Days since 1970-01-01, carried in a `long`.
        DATE,
        /// Nanoseconds since midnight, carried in a `long`.
        TIME,
        /// An [Interval]: months, days and nanoseconds, each on its own.
        INTERVAL;

        @Override
        public boolean isInteger() {
            return this == INT64 || this == UINT64 || this == INT32;
        }

        @Override
        public boolean isFloat() {
            return this == FLOAT64 || this == FLOAT32;
        }

        @Override
        public boolean isNumeric() {
            return isInteger() || isFloat();
        }

        @Override
        public boolean isTimestamp() {
            return false;
        }

        @Override
        public boolean isLong() {
            return isInteger() || this == DATE || this == TIME;
        }
    }

    Plain NULL = Plain.NULL;
    Plain BOOLEAN = Plain.BOOLEAN;
    Plain INT32 = Plain.INT32;
    Plain INT64 = Plain.INT64;
    Plain UINT64 = Plain.UINT64;
    Plain FLOAT32 = Plain.FLOAT32;
    Plain FLOAT64 = Plain.FLOAT64;
    Plain UTF8 = Plain.UTF8;
    Plain DATE = Plain.DATE;
    Plain TIME = Plain.TIME;
    Plain INTERVAL = Plain.INTERVAL;

    /// Nanoseconds since 1970-01-01T00:00:00Z in a `long`; with a zone it is an instant that is
    /// shown in that zone, without one a wall clock.
    ///
    /// @param zone a name of the IANA database or an offset, or null
    record Timestamp(@Nullable String zone) implements DataType {
        @Override
        public boolean isInteger() {
            return false;
        }

        @Override
        public boolean isFloat() {
            return false;
        }

        @Override
        public boolean isNumeric() {
            return false;
        }

        @Override
        public boolean isTimestamp() {
            return true;
        }

        @Override
        public boolean isLong() {
            return true;
        }

        @Override
        public String toString() {
            return zone == null ? "TIMESTAMP" : "TIMESTAMP(" + zone + ")";
        }
    }

    /// Named values side by side; a value is a `Object[]` with one entry per field.
    record Struct(List<Field> fields) implements DataType {
        public Struct {
            fields = List.copyOf(fields);
        }

        @Override
        public boolean isInteger() {
            return false;
        }

        @Override
        public boolean isFloat() {
            return false;
        }

        @Override
        public boolean isNumeric() {
            return false;
        }

        @Override
        public boolean isTimestamp() {
            return false;
        }

        @Override
        public boolean isLong() {
            return false;
        }

        /// @return the index of a field, or -1
        public int indexOf(String name) {
            for (int index = 0; index < fields.size(); index++) {
                if (fields.get(index).name().equals(name)) {
                    return index;
                }
            }
            return -1;
        }

        @Override
        public String toString() {
            return "STRUCT" + fields;
        }
    }

    /// A field of a [Struct].
    record Field(String name, DataType type) {
        @Override
        public String toString() {
            return name + " " + type;
        }
    }

    /// Values of one type one after the other; a value is a `Object[]`.
    record ListOf(DataType element) implements DataType {
        @Override
        public boolean isInteger() {
            return false;
        }

        @Override
        public boolean isFloat() {
            return false;
        }

        @Override
        public boolean isNumeric() {
            return false;
        }

        @Override
        public boolean isTimestamp() {
            return false;
        }

        @Override
        public boolean isLong() {
            return false;
        }

        @Override
        public String toString() {
            return "LIST(" + element + ")";
        }
    }

    // No default methods: with them, initializing a subtype would initialize this interface, whose
    // constants initialize the subtype.

    boolean isInteger();

    boolean isFloat();

    boolean isNumeric();

    boolean isTimestamp();

    /// Whether a value is carried in a `long`.
    boolean isLong();
}
