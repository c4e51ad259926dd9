package dev.tidalite.query.internal.expr;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Something that has a value in every row of an input. Resolved: columns are indexes, functions
/// exist, argument types fit, and every implicit cast is written out as a [Cast].
public sealed interface Expr {
    DataType type();

    /// A column of the input.
    record ColumnRef(int index, DataType type) implements Expr {
        @Override
        public String toString() {
            return "$" + index;
        }
    }

    /// A constant.
    ///
    /// @param value null, or by type: [Boolean]; [Long] for integers, timestamps, dates and times;
    ///     [Double] for floats; [String]; [Interval]; `Object[]` for structs and lists
    record Literal(@Nullable Object value, DataType type) implements Expr {
        @Override
        public String toString() {
            return value instanceof String text
                    ? "'" + text.replace("'", "''") + "'"
                    : String.valueOf(value) + (type.isTimestamp() ? "ns" : "");
        }
    }

    /// A value that comes with each execution: `$name`, or `$1` under the name `1`. It is cast from
    /// the type it has to this one.
    record Parameter(String name, DataType type) implements Expr {
        @Override
        public String toString() {
            return "$" + name;
        }
    }

    /// A function or operator of the registry under its one canonical name: `+`, `=`, `and`,
    /// `is_null`, `date_bin`, `lower` … `now` takes no argument and is fixed per execution.
    record Call(String function, List<Expr> args, DataType type) implements Expr {
        public Call {
            args = List.copyOf(args);
        }

        @Override
        public String toString() {
            if (args.size() == 2 && !Character.isLetter(function.charAt(0))) {
                return "(" + args.get(0) + " " + function + " " + args.get(1) + ")";
            }
            StringBuilder text = new StringBuilder(function).append('(');
            for (int index = 0; index < args.size(); index++) {
                text.append(index == 0 ? "" : ", ").append(args.get(index));
            }
            return text.append(')').toString();
        }
    }

    /// The value of the first branch whose condition is true, otherwise `orElse`, which without an
    /// ELSE is a NULL literal of the type. Later branches are not computed for rows already
    /// decided.
    record Case(List<When> whens, Expr orElse, DataType type) implements Expr {
        public Case {
            whens = List.copyOf(whens);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("case");
            for (When when : whens) {
                text.append(" when ").append(when.condition).append(" then ").append(when.value);
            }
            return text.append(" else ").append(orElse).append(" end").toString();
        }
    }

    /// A branch of a [Case].
    record When(Expr condition, Expr value) {}

    /// @param safe TRY_CAST: a value that cannot be converted becomes null instead of an error
    record Cast(Expr operand, DataType type, boolean safe) implements Expr {
        public Cast(Expr operand, DataType type) {
            this(operand, type, false);
        }

        @Override
        public String toString() {
            return (safe ? "try_cast(" : "cast(") + operand + " as " + type + ")";
        }
    }

    /// `operand IN (items)` with SQL's nulls; all of one type.
    record InList(Expr operand, List<Expr> items, boolean negated) implements Expr {
        public InList {
            items = List.copyOf(items);
        }

        @Override
        public DataType type() {
            return DataType.BOOLEAN;
        }

        @Override
        public String toString() {
            return operand + (negated ? " not in " : " in ") + items;
        }
    }

    /// A field of a struct: `selector_last(f, time)['value']`.
    record FieldOf(Expr operand, int fieldIndex, DataType type) implements Expr {
        @Override
        public String toString() {
            return operand + "[" + fieldIndex + "]";
        }
    }
}
