package dev.tidalite.query.internal.function.scalar;

import static dev.tidalite.query.internal.function.scalar.Rows.lenient;

import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.ColumnBuilder;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Values;
import dev.tidalite.query.internal.function.FunctionContext;
import dev.tidalite.query.internal.function.ScalarFunction;
import dev.tidalite.query.internal.function.TypeRule;
import dev.tidalite.query.internal.function.TypeRule.Param;
import dev.tidalite.query.internal.function.TypeRule.Signature;
import dev.tidalite.query.internal.function.Types;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Functions that choose between values, and those that make and take apart structs and lists.
public final class Conditional {
    private Conditional() {}

    public static List<ScalarFunction> functions() {
        TypeRule common = TypeRule.common(0);
        return List.of(
                choosing("coalesce", 1, Integer.MAX_VALUE, common),
                choosing("nvl", 2, 2, common),
                lenient(
                        "nvl2",
                        3,
                        3,
                        TypeRule.common(1, Param.ANY),
                        (v, _) -> v[0] != null ? v[1] : v[2]),
                nullIf(),
                extreme("greatest", 1),
                extreme("least", -1),
                typeOf(),
                struct("struct", false),
                struct("named_struct", true),
                list(),
                element(),
                length());
    }

    private static ScalarFunction choosing(String name, int min, int max, TypeRule rule) {
        return new ScalarFunction(name, min, max, rule, false, true, true, Conditional::coalesce);
    }

    private static Column coalesce(
            Column[] args,
            int rowCount,
            long @Nullable [] validity,
            DataType type,
            FunctionContext context) {
        Column first = args[0];
        boolean complete =
                !(first instanceof Column.Objects)
                        && !(first instanceof Column.Constant)
                        && first.validity() == null;
        if (complete || args.length == 1) {
            return first;
        }
        ColumnBuilder builder = ColumnBuilder.of(type);
        int row = 0;
        while (row < rowCount) {
            int chosen = choose(args, row);
            int end = row + 1;
            while (end < rowCount && choose(args, end) == chosen) {
                end++;
            }
            builder.append(args[chosen], row, end);
            row = end;
        }
        return builder.build();
    }

    /// The first argument that has a value, else the last one.
    private static int choose(Column[] args, int row) {
        int index = 0;
        while (index < args.length - 1 && !args[index].isValid(row)) {
            index++;
        }
        return index;
    }

    private static ScalarFunction nullIf() {
        TypeRule rule =
                args -> {
                    DataType type = Types.comparison(args.get(0), args.get(1));
                    return type == null
                            ? null
                            : new Signature(List.of(args.get(0), args.get(1)), args.get(0));
                };
        return lenient(
                "nullif",
                2,
                2,
                TypeRule.firstOf(TypeRule.common(0), rule),
                (v, _) -> v[0] != null && v[1] != null && isEqual(v[0], v[1]) ? null : v[0]);
    }

    private static boolean isEqual(Object a, Object b) {
        return a.getClass() == b.getClass() && Values.compare(a, b, DataType.NULL) == 0;
    }

    /// Nulls are passed over.
    private static ScalarFunction extreme(String name, int sign) {
        return new ScalarFunction(
                name,
                1,
                Integer.MAX_VALUE,
                TypeRule.common(0),
                false,
                false,
                true,
                (args, rowCount, _, type, _) -> {
                    ColumnBuilder builder = ColumnBuilder.of(type);
                    for (int row = 0; row < rowCount; row++) {
                        Column best = null;
                        for (Column arg : args) {
                            if (arg.isValid(row)
                                    && (best == null
                                            || Values.compare(arg, row, best, row) * sign > 0)) {
                                best = arg;
                            }
                        }
                        builder.append(best == null ? args[0] : best, row, row + 1);
                    }
                    return builder.build();
                });
    }

    private static ScalarFunction typeOf() {
        return new ScalarFunction(
                "arrow_typeof",
                1,
                1,
                TypeRule.of(DataType.UTF8, Param.ANY),
                false,
                true,
                true,
                (args, _, _, type, _) -> new Column.Constant(type, Types.name(args[0].type())));
    }

    /// `struct(a, b)` with fields c0, c1 …; `named_struct('a', 1, 'b', 2)` takes names as
    /// constants, which the caller puts into the wanted type.
    private static ScalarFunction struct(String name, boolean named) {
        TypeRule rule =
                args -> {
                    List<DataType.Field> fields = new ArrayList<>();
                    for (int i = named ? 1 : 0; i < args.size(); i += named ? 2 : 1) {
                        fields.add(new DataType.Field("c" + fields.size(), args.get(i)));
                    }
                    return named && args.size() % 2 != 0
                            ? null
                            : new Signature(args, new DataType.Struct(fields));
                };
        return lenient(
                name,
                named ? 2 : 1,
                Integer.MAX_VALUE,
                rule,
                (v, _) -> {
                    int step = named ? 2 : 1;
                    @Nullable Object[] values = new Object[v.length / step];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = v[i * step + step - 1];
                    }
                    return values;
                });
    }

    private static ScalarFunction list() {
        TypeRule rule =
                args -> {
                    Signature common = TypeRule.common(0).resolve(args);
                    return common == null
                            ? null
                            : new Signature(common.args(), new DataType.ListOf(common.result()));
                };
        return lenient("make_array", 0, Integer.MAX_VALUE, rule, (v, _) -> v.clone());
    }

    /// `array_element(list, index)`, from 1, negative from the end; null beyond.
    private static ScalarFunction element() {
        TypeRule rule =
                args ->
                        args.get(0) instanceof DataType.ListOf(DataType of)
                                        && args.get(1).isInteger()
                                ? new Signature(List.of(args.get(0), DataType.INT64), of)
                                : null;
        return Rows.strict(
                "array_element",
                2,
                2,
                rule,
                (v, _) -> {
                    @Nullable Object[] list = elements(v[0]);
                    long index = Rows.integer(v[1]);
                    long place = index < 0 ? list.length + index : index - 1;
                    return place < 0 || place >= list.length ? null : list[(int) place];
                });
    }

    private static ScalarFunction length() {
        TypeRule rule =
                args ->
                        args.get(0) instanceof DataType.ListOf
                                ? new Signature(args, DataType.INT64)
                                : null;
        return Rows.strict("array_length", 1, 1, rule, (v, _) -> (long) elements(v[0]).length);
    }

    @SuppressWarnings("NullAway") // strict: the list itself is never null
    private static @Nullable Object[] elements(@Nullable Object list) {
        return (Object[]) list;
    }
}
