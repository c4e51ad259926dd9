package dev.tidalite.query.internal.function;

import dev.tidalite.query.internal.expr.DataType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Which argument types a function takes and what it gives for them.
@FunctionalInterface
public interface TypeRule {
    /// @return to what the arguments are to be cast and what then comes out; null if they do not
    /// fit
    @Nullable Signature resolve(List<DataType> args);

    /// @param args one per argument
    record Signature(List<DataType> args, DataType result) {
        public Signature {
            args = List.copyOf(args);
        }
    }

    /// What a parameter takes.
    enum Param {
        ANY,
        BOOLEAN,
        /// Any number, as it is.
        NUMBER,
        /// Any integer, as it is.
        INTEGER,
        /// Any integer, as INT64.
        LONG,
        /// Any number, as FLOAT64.
        DOUBLE,
        TEXT,
        /// A timestamp as it is; a date or a text as one.
        TIMESTAMP,
        /// An interval, or a text that says one.
        INTERVAL;

        /// What an argument of a type has to be cast to, or null if it does not fit.
        public @Nullable DataType accept(DataType type) {
            return switch (this) {
                case ANY -> type;
                case BOOLEAN -> type == DataType.BOOLEAN || isNull(type) ? DataType.BOOLEAN : null;
                case NUMBER -> isNull(type) ? DataType.FLOAT64 : type.isNumeric() ? type : null;
                case INTEGER -> isNull(type) ? DataType.INT64 : type.isInteger() ? type : null;
                case LONG -> type.isInteger() || isNull(type) ? DataType.INT64 : null;
                case DOUBLE -> type.isNumeric() || isNull(type) ? DataType.FLOAT64 : null;
                case TEXT -> type == DataType.UTF8 || isNull(type) ? DataType.UTF8 : null;
                case TIMESTAMP -> {
                    if (type.isTimestamp()) {
                        yield type;
                    }
                    boolean fits = type == DataType.UTF8 || type == DataType.DATE || isNull(type);
                    yield fits ? DataType.TIMESTAMP : null;
                }
                case INTERVAL ->
                        type == DataType.INTERVAL || type == DataType.UTF8 || isNull(type)
                                ? DataType.INTERVAL
                                : null;
            };
        }

        private static boolean isNull(DataType type) {
            return type == DataType.NULL;
        }
    }

    /// A fixed result; arguments beyond the parameters take the last one's.
    static TypeRule of(DataType result, Param... params) {
        return of(_ -> result, params);
    }

    /// A result that depends on the arguments after their casts.
    static TypeRule of(Function<List<DataType>, DataType> result, Param... params) {
        return args -> {
            List<DataType> casts = new ArrayList<>(args.size());
            for (int i = 0; i < args.size(); i++) {
                Param param = params[Math.min(i, params.length - 1)];
                DataType cast = param.accept(args.get(i));
                if (cast == null) {
                    return null;
                }
                casts.add(cast);
            }
            return new Signature(casts, result.apply(casts));
        };
    }

    /// The first of some rules that fits.
    static TypeRule firstOf(TypeRule... rules) {
        return args -> {
            for (TypeRule rule : rules) {
                Signature signature = rule.resolve(args);
                if (signature != null) {
                    return signature;
                }
            }
            return null;
        };
    }

    /// All arguments from `first` on become one type, which is the result; those before it are as
    /// `params` say.
    static TypeRule common(int first, Param... params) {
        return args -> {
            List<DataType> casts = new ArrayList<>(args.size());
            DataType common = DataType.NULL;
            for (int i = 0; i < args.size(); i++) {
                if (i < first) {
                    DataType cast = params[i].accept(args.get(i));
                    if (cast == null) {
                        return null;
                    }
                    casts.add(cast);
                } else {
                    common = Types.common(common, args.get(i));
                    if (common == null) {
                        return null;
                    }
                }
            }
            for (int i = first; i < args.size(); i++) {
                casts.add(common);
            }
            return new Signature(casts, common);
        };
    }
}
