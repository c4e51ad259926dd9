package dev.tidalite.query.internal.function.scalar;

import static dev.tidalite.query.internal.function.scalar.Rows.integer;
import static dev.tidalite.query.internal.function.scalar.Rows.lenient;
import static dev.tidalite.query.internal.function.scalar.Rows.strict;
import static dev.tidalite.query.internal.function.scalar.Rows.text;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Values;
import dev.tidalite.query.internal.function.ScalarFunction;
import dev.tidalite.query.internal.function.TypeRule;
import dev.tidalite.query.internal.function.TypeRule.Signature;
import dev.tidalite.query.internal.function.Types;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// Functions of arrays; positions count from 1, negative ones from the end. A map is an array of
/// `{key, value}` structs.
public final class ArrayFunctions {
    private static final DataType INT64 = DataType.INT64;

    /// The longest array a function may make.
    private static final int ELEMENTS_MAX = 1 << 24;

    private ArrayFunctions() {}

    /// A function of an array and a value of its elements' type.
    private interface ElementFunction {
        @Nullable Object apply(List<@Nullable Object> array, @Nullable Object value);
    }

    /// A function of two arrays of one type.
    private interface PairFunction {
        @Nullable Object apply(List<@Nullable Object> left, List<@Nullable Object> right);
    }

    public static List<ScalarFunction> functions() {
        List<ScalarFunction> all = new ArrayList<>();
        elements(all);
        pairs(all);
        parts(all);
        orders(all);
        maps(all);
        all.add(
                lenient(
                        "array_to_string",
                        2,
                        3,
                        args -> {
                            List<DataType> types =
                                    new ArrayList<>(
                                            Collections.nCopies(args.size(), DataType.UTF8));
                            types.set(0, new DataType.ListOf(DataType.UTF8));
                            return args.get(0) instanceof DataType.ListOf
                                    ? new Signature(types, DataType.UTF8)
                                    : null;
                        },
                        (v, _) -> joined(v)));
        all.add(
                strict(
                        "string_to_array",
                        2,
                        3,
                        TypeRule.of(new DataType.ListOf(DataType.UTF8), TypeRule.Param.TEXT),
                        (v, _) -> split(v)));
        all.add(
                strict(
                        "range",
                        1,
                        3,
                        TypeRule.of(new DataType.ListOf(INT64), TypeRule.Param.LONG),
                        (v, _) -> range(v, /* inclusive= */ false)));
        all.add(
                strict(
                        "generate_series",
                        1,
                        3,
                        TypeRule.of(new DataType.ListOf(INT64), TypeRule.Param.LONG),
                        (v, _) -> range(v, /* inclusive= */ true)));
        return all;
    }

    private static void elements(List<ScalarFunction> all) {
        all.add(
                withElement(
                        "array_append",
                        null,
                        false,
                        (array, value) -> {
                            array.add(value);
                            return array.toArray();
                        }));
        all.add(
                withElement(
                        "array_prepend",
                        null,
                        true,
                        (array, value) -> {
                            array.addFirst(value);
                            return array.toArray();
                        }));
        all.add(
                withElement(
                        "array_has",
                        DataType.BOOLEAN,
                        false,
                        (array, value) -> indexOf(array, value) >= 0));
        all.add(
                withElement(
                        "array_position",
                        INT64,
                        false,
                        (array, value) -> {
                            int index = indexOf(array, value);
                            return index < 0 ? null : index + 1L;
                        }));
        all.add(
                withElement(
                        "array_positions",
                        new DataType.ListOf(INT64),
                        false,
                        (array, value) -> {
                            List<@Nullable Object> found = new ArrayList<>();
                            for (int i = 0; i < array.size(); i++) {
                                if (isSame(array.get(i), value)) {
                                    found.add(i + 1L);
                                }
                            }
                            return found.toArray();
                        }));
        all.add(
                withElement(
                        "array_remove",
                        null,
                        false,
                        (array, value) -> {
                            int index = indexOf(array, value);
                            if (index >= 0) {
                                array.remove(index);
                            }
                            return array.toArray();
                        }));
        all.add(
                withElement(
                        "array_remove_all",
                        null,
                        false,
                        (array, value) -> {
                            array.removeIf(other -> isSame(other, value));
                            return array.toArray();
                        }));
    }

    private static void pairs(List<ScalarFunction> all) {
        all.add(
                strict(
                        "array_concat",
                        1,
                        Integer.MAX_VALUE,
                        args -> {
                            Signature common = TypeRule.common(0).resolve(args);
                            boolean fits =
                                    common != null && common.result() instanceof DataType.ListOf;
                            return fits ? common : null;
                        },
                        (v, _) -> {
                            List<@Nullable Object> joined = new ArrayList<>();
                            for (Object array : v) {
                                joined.addAll(list(array));
                            }
                            return joined.toArray();
                        }));
        all.add(
                pair(
                        "array_union",
                        null,
                        (left, right) -> {
                            left.addAll(right);
                            return distinct(left).toArray();
                        }));
        all.add(
                pair(
                        "array_intersect",
                        null,
                        (left, right) -> distinct(kept(left, right, true)).toArray()));
        all.add(
                pair(
                        "array_except",
                        null,
                        (left, right) -> distinct(kept(left, right, false)).toArray()));
        all.add(
                pair(
                        "array_has_all",
                        DataType.BOOLEAN,
                        (left, right) -> kept(right, left, false).isEmpty()));
        all.add(
                pair(
                        "array_has_any",
                        DataType.BOOLEAN,
                        (left, right) -> !kept(right, left, true).isEmpty()));
    }

    private static void parts(List<ScalarFunction> all) {
        all.add(ofArray("array_distinct", null, (array, _) -> distinct(array).toArray()));
        all.add(ofArray("array_reverse", null, (array, _) -> array.reversed().toArray()));
        all.add(
                ofArray(
                        "array_pop_back",
                        null,
                        (array, _) -> array.subList(0, Math.max(0, array.size() - 1)).toArray()));
        all.add(
                ofArray(
                        "array_pop_front",
                        null,
                        (array, _) ->
                                array.subList(Math.min(1, array.size()), array.size()).toArray()));
        all.add(ofArray("cardinality", INT64, (array, _) -> size(array)));
        all.add(ofArray("array_ndims", INT64, (array, _) -> dimensions(array)));
        all.add(
                strict(
                        "array_any_value",
                        1,
                        1,
                        ArrayFunctions::elementOf,
                        (v, _) ->
                                list(v[0]).stream()
                                        .filter(Objects::nonNull)
                                        .findFirst()
                                        .orElse(null)));
        all.add(replacing("array_replace", 1));
        all.add(replacing("array_replace_all", Integer.MAX_VALUE));
        all.add(ofArray("empty", DataType.BOOLEAN, (array, _) -> array.isEmpty()));
    }

    private static void orders(List<ScalarFunction> all) {
        all.add(extreme("array_max", -1));
        all.add(extreme("array_min", 1));
        all.add(
                strict(
                        "array_sort",
                        1,
                        3,
                        args -> args.get(0) instanceof DataType.ListOf ? same(args) : null,
                        (v, _) -> sorted(v)));
        all.add(
                strict(
                        "array_slice",
                        3,
                        4,
                        args -> {
                            List<DataType> types = new ArrayList<>(args);
                            Collections.fill(types.subList(1, types.size()), INT64);
                            return args.get(0) instanceof DataType.ListOf
                                    ? new Signature(types, args.get(0))
                                    : null;
                        },
                        (v, _) -> slice(v)));
        all.add(
                lenient(
                        "array_repeat",
                        2,
                        2,
                        args ->
                                new Signature(
                                        List.of(args.get(0), INT64),
                                        new DataType.ListOf(args.get(0))),
                        (v, _) -> repeat(v)));
        all.add(
                strict(
                        "flatten",
                        1,
                        1,
                        args ->
                                args.get(0) instanceof DataType.ListOf(DataType.ListOf inner)
                                        ? new Signature(args, inner)
                                        : null,
                        (v, _) -> {
                            List<@Nullable Object> flat = new ArrayList<>();
                            for (Object inner : list(v[0])) {
                                flat.addAll(inner == null ? List.of() : list(inner));
                            }
                            return flat.toArray();
                        }));
    }

    private static void maps(List<ScalarFunction> all) {
        all.add(
                strict(
                        "map",
                        2,
                        2,
                        args ->
                                args.get(0) instanceof DataType.ListOf(DataType key)
                                                && args.get(1)
                                                        instanceof DataType.ListOf(DataType value)
                                        ? new Signature(args, mapOf(key, value))
                                        : null,
                        (v, _) -> entries(list(v[0]), list(v[1]))));
        all.add(ofMap("map_keys", (entries, _) -> column(entries, 0), 1, 0));
        all.add(ofMap("map_values", (entries, _) -> column(entries, 1), 1, 1));
        all.add(ofMap("map_entries", (entries, _) -> entries.toArray(), 1, -1));
        all.add(
                ofMap(
                        "map_extract",
                        (entries, key) ->
                                entries.stream()
                                        .filter(entry ->
                                                entry instanceof Object[] pair
                                                        && Objects.equals(pair[0], key))
                                        .map(entry -> ((Object[]) entry)[1])
                                        .toArray(),
                        2,
                        1));
    }

    private interface MapFunction {
        @Nullable Object apply(List<@Nullable Object> entries, @Nullable Object key);
    }

    /// @param part of the entries that the result is a list of: 0 keys, 1 values, -1 the entries
    private static ScalarFunction ofMap(String name, MapFunction function, int argCount, int part) {
        TypeRule rule =
                args -> {
                    if (!(args.get(0) instanceof DataType.ListOf(DataType.Struct entry))
                            || entry.fields().size() != 2) {
                        return null;
                    }
                    List<DataType> types = new ArrayList<>(args);
                    if (argCount == 2) {
                        types.set(1, entry.fields().get(0).type());
                    }
                    DataType of = part < 0 ? entry : entry.fields().get(part).type();
                    return new Signature(types, new DataType.ListOf(of));
                };
        return strict(
                name,
                argCount,
                argCount,
                rule,
                (v, _) -> function.apply(list(v[0]), argCount == 2 ? v[1] : null));
    }

    private static DataType mapOf(DataType key, DataType value) {
        return new DataType.ListOf(
                new DataType.Struct(
                        List.of(
                                new DataType.Field("key", key),
                                new DataType.Field("value", value))));
    }

    private static Object[] entries(List<@Nullable Object> keys, List<@Nullable Object> values) {
        if (keys.size() != values.size()) {
            throw new QueryException(
                    Code.INVALID, "map requires key and value lists to have the same length");
        }
        Object[] entries = new Object[keys.size()];
        for (int i = 0; i < entries.length; i++) {
            Object key = keys.get(i);
            if (key == null) {
                throw new QueryException(Code.INVALID, "map key cannot be null");
            }
            entries[i] = new @Nullable Object[] {key, values.get(i)};
        }
        return entries;
    }

    private static @Nullable Object[] column(List<@Nullable Object> entries, int part) {
        @Nullable Object[] values = new @Nullable Object[entries.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = ((@Nullable Object[]) Objects.requireNonNull(entries.get(i)))[part];
        }
        return values;
    }

    /// @param result null for the array's own type
    /// @param elementFirst whether the value comes before the array
    private static ScalarFunction withElement(
            String name,
            @Nullable DataType result,
            boolean elementFirst,
            ElementFunction function) {
        int arrayPlace = elementFirst ? 1 : 0;
        TypeRule rule =
                args -> {
                    if (!(args.get(arrayPlace) instanceof DataType.ListOf(DataType of))) {
                        return null;
                    }
                    DataType element = Types.common(of, args.get(1 - arrayPlace));
                    if (element == null) {
                        return null;
                    }
                    DataType array = new DataType.ListOf(element);
                    List<DataType> types =
                            elementFirst ? List.of(element, array) : List.of(array, element);
                    return new Signature(types, result == null ? array : result);
                };
        return lenient(
                name,
                2,
                2,
                rule,
                (v, _) ->
                        v[arrayPlace] == null
                                ? null
                                : function.apply(list(v[arrayPlace]), v[1 - arrayPlace]));
    }

    private static ScalarFunction pair(
            String name, @Nullable DataType result, PairFunction function) {
        TypeRule rule =
                args -> {
                    DataType both = Types.common(args.get(0), args.get(1));
                    return both instanceof DataType.ListOf
                            ? new Signature(List.of(both, both), result == null ? both : result)
                            : null;
                };
        return strict(name, 2, 2, rule, (v, _) -> function.apply(list(v[0]), list(v[1])));
    }

    private static ScalarFunction ofArray(
            String name, @Nullable DataType result, ElementFunction function) {
        TypeRule rule =
                args ->
                        args.get(0) instanceof DataType.ListOf
                                ? new Signature(args, result == null ? args.get(0) : result)
                                : null;
        return strict(name, 1, 1, rule, (v, _) -> function.apply(list(v[0]), null));
    }

    /// @param sign of the wanted comparison with the others
    private static ScalarFunction extreme(String name, int sign) {
        return strict(
                name,
                1,
                1,
                ArrayFunctions::elementOf,
                (v, _) -> {
                    Object best = null;
                    for (Object value : list(v[0])) {
                        if (value != null
                                && (best == null
                                        || Values.compare(best, value, DataType.NULL) * sign > 0)) {
                            best = value;
                        }
                    }
                    return best;
                });
    }

    private static @Nullable Signature elementOf(List<DataType> args) {
        return args.get(0) instanceof DataType.ListOf(DataType element)
                ? new Signature(args, element)
                : null;
    }

    /// `f(array, from, to)`
    private static ScalarFunction replacing(String name, int countMax) {
        TypeRule rule =
                args ->
                        args.get(0) instanceof DataType.ListOf(DataType element)
                                ? new Signature(List.of(args.get(0), element, element), args.get(0))
                                : null;
        return lenient(
                name,
                3,
                3,
                rule,
                (v, _) -> {
                    if (v[0] == null) {
                        return null;
                    }
                    List<@Nullable Object> array = list(v[0]);
                    int left = countMax;
                    for (int i = 0; i < array.size() && left > 0; i++) {
                        if (isSame(array.get(i), v[1])) {
                            array.set(i, v[2]);
                            left--;
                        }
                    }
                    return array.toArray();
                });
    }

    /// Elements, those of arrays within counted one by one.
    private static long size(List<@Nullable Object> array) {
        long size = 0;
        for (Object value : array) {
            size += value instanceof Object[] ? size(list(value)) : 1;
        }
        return size;
    }

    private static long dimensions(List<@Nullable Object> array) {
        return !array.isEmpty() && array.getFirst() instanceof Object[]
                ? 1 + dimensions(list(array.getFirst()))
                : 1;
    }

    private static Signature same(List<DataType> args) {
        List<DataType> types = new ArrayList<>(args);
        Collections.fill(types.subList(1, types.size()), DataType.UTF8);
        return new Signature(types, args.get(0));
    }

    /// A copy that may be changed.
    private static List<@Nullable Object> list(@Nullable Object value) {
        List<@Nullable Object> copy = new ArrayList<>();
        Collections.addAll(copy, (@Nullable Object[]) Objects.requireNonNull(value));
        return copy;
    }

    private static boolean isSame(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return a == null && b == null;
        }
        return Values.compare(a, b, DataType.NULL) == 0;
    }

    private static int indexOf(List<@Nullable Object> array, @Nullable Object value) {
        for (int i = 0; i < array.size(); i++) {
            if (isSame(array.get(i), value)) {
                return i;
            }
        }
        return -1;
    }

    /// The elements that the other array has too, or those that it has not.
    private static List<@Nullable Object> kept(
            List<@Nullable Object> array, List<@Nullable Object> other, boolean inBoth) {
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object value : array) {
            if (indexOf(other, value) >= 0 == inBoth) {
                kept.add(value);
            }
        }
        return kept;
    }

    private static List<@Nullable Object> distinct(List<@Nullable Object> array) {
        List<@Nullable Object> found = new ArrayList<>();
        for (Object value : array) {
            if (indexOf(found, value) < 0) {
                found.add(value);
            }
        }
        return found;
    }

    /// `array_sort(array[, 'ASC' or 'DESC'[, 'NULLS FIRST' or 'NULLS LAST']])`
    private static Object[] sorted(@Nullable Object[] v) {
        boolean descending = v.length > 1 && text(v[1]).equalsIgnoreCase("DESC");
        boolean nullsFirst = v.length < 3 || text(v[2]).toUpperCase(Locale.ROOT).endsWith("FIRST");
        List<@Nullable Object> array = list(v[0]);
        array.sort((a, b) -> {
            if (a == null || b == null) {
                int sign = Boolean.compare(b == null, a == null);
                return nullsFirst ? sign : -sign;
            }
            int sign = Values.compare(a, b, DataType.NULL);
            return descending ? -sign : sign;
        });
        return array.toArray();
    }

    /// `array_slice(array, first, last[, step])`, the last included.
    private static Object[] slice(@Nullable Object[] v) {
        List<@Nullable Object> array = list(v[0]);
        int size = array.size();
        long step = v.length == 4 ? integer(v[3]) : 1;
        if (step == 0) {
            throw new QueryException(Code.INVALID, "array_slice step must not be 0");
        }
        long first = place(integer(v[1]), size);
        long last = place(integer(v[2]), size);
        List<@Nullable Object> taken = new ArrayList<>();
        if (step > 0) {
            for (long i = Math.max(1, first); i <= Math.min(last, size); i += step) {
                taken.add(array.get((int) i - 1));
            }
        } else {
            for (long i = Math.min(first, size); i >= Math.max(1, last); i += step) {
                taken.add(array.get((int) i - 1));
            }
        }
        return taken.toArray();
    }

    private static long place(long position, int size) {
        return position < 0 ? position + size + 1 : position;
    }

    private static @Nullable Object repeat(@Nullable Object[] v) {
        if (v[1] == null) {
            return null;
        }
        long count = Math.max(0, integer(v[1]));
        check("array_repeat", count);
        return Collections.nCopies((int) count, v[0]).toArray();
    }

    private static void check(String function, long count) {
        if (count > ELEMENTS_MAX) {
            throw new QueryException(
                    Code.INVALID,
                    function + " of " + count + " is beyond the limit of " + ELEMENTS_MAX);
        }
    }

    /// `f([start,] end[, step])`
    private static Object[] range(@Nullable Object[] v, boolean inclusive) {
        long start = v.length == 1 ? 0 : integer(v[0]);
        long end = integer(v[v.length == 1 ? 0 : 1]);
        long step = v.length == 3 ? integer(v[2]) : 1;
        if (step == 0) {
            throw new QueryException(Code.INVALID, "range step must not be 0");
        }
        List<@Nullable Object> values = new ArrayList<>();
        long value = start;
        while (step > 0
                ? value < end || (inclusive && value == end)
                : value > end || (inclusive && value == end)) {
            values.add(value);
            check("range", values.size());
            long next = value + step;
            if (next > value != step > 0) {
                break; // beyond 64 bits
            }
            value = next;
        }
        return values.toArray();
    }

    /// `array_to_string(array, delimiter[, text for nulls])`
    private static @Nullable Object joined(@Nullable Object[] v) {
        if (v[0] == null || v[1] == null) {
            return null;
        }
        List<String> parts = new ArrayList<>();
        for (Object value : list(v[0])) {
            if (value != null) {
                parts.add(text(value));
            } else if (v.length == 3 && v[2] != null) {
                parts.add(text(v[2]));
            }
        }
        return String.join(text(v[1]), parts);
    }

    private static Object[] split(@Nullable Object[] v) {
        String rest = text(v[0]);
        String delimiter = text(v[1]);
        String asNull = v.length == 3 ? text(v[2]) : null;
        List<@Nullable Object> parts = new ArrayList<>();
        int from = 0;
        while (!delimiter.isEmpty() && rest.indexOf(delimiter, from) >= 0) {
            int to = rest.indexOf(delimiter, from);
            parts.add(rest.substring(from, to));
            from = to + delimiter.length();
        }
        parts.add(rest.substring(from));
        parts.replaceAll(part -> part != null && part.equals(asNull) ? null : part);
        return parts.toArray();
    }
}
