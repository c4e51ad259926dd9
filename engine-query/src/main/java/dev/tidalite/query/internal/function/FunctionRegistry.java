package dev.tidalite.query.internal.function;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.function.aggregate.Aggregates;
import dev.tidalite.query.internal.function.scalar.Arithmetic;
import dev.tidalite.query.internal.function.scalar.ArrayFunctions;
import dev.tidalite.query.internal.function.scalar.Comparison;
import dev.tidalite.query.internal.function.scalar.Conditional;
import dev.tidalite.query.internal.function.scalar.Logic;
import dev.tidalite.query.internal.function.scalar.MathFunctions;
import dev.tidalite.query.internal.function.scalar.PatternFunctions;
import dev.tidalite.query.internal.function.scalar.TextFunctions;
import dev.tidalite.query.internal.function.scalar.TimeFunctions;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// All functions by canonical name, and the other names that users know them by.
public final class FunctionRegistry {
    private static final Map<String, ScalarFunction> SCALARS = scalarsByName();
    private static final Map<String, AggregateFunction> AGGREGATES = aggregatesByName();
    private static final Map<String, String> ALIASES =
            Map.ofEntries(
                    Map.entry("datetrunc", "date_trunc"),
                    Map.entry("datepart", "date_part"),
                    Map.entry("length", "character_length"),
                    Map.entry("char_length", "character_length"),
                    Map.entry("trim", "btrim"),
                    Map.entry("pow", "power"),
                    Map.entry("substring", "substr"),
                    Map.entry("position", "strpos"),
                    Map.entry("instr", "strpos"),
                    Map.entry("sign", "signum"),
                    Map.entry("ifnull", "nvl"),
                    Map.entry("today", "current_date"),
                    Map.entry("current_timestamp", "now"),
                    Map.entry("date_format", "to_char"),
                    Map.entry("substring_index", "substr_index"),
                    Map.entry("row", "struct"),
                    Map.entry("array_contains", "array_has"),
                    Map.entry("list_contains", "array_has"),
                    Map.entry("list_has", "array_has"),
                    Map.entry("array_cat", "array_concat"),
                    Map.entry("array_push_back", "array_append"),
                    Map.entry("array_push_front", "array_prepend"),
                    Map.entry("array_indexof", "array_position"),
                    Map.entry("array_extract", "array_element"),
                    Map.entry("array_join", "array_to_string"),
                    Map.entry("string_to_list", "string_to_array"),
                    Map.entry("array_empty", "empty"),
                    Map.entry("element_at", "map_extract"),
                    Map.entry("mean", "avg"),
                    Map.entry("covar", "covar_samp"),
                    Map.entry("stddev_samp", "stddev"),
                    Map.entry("var", "var_samp"),
                    Map.entry("var_sample", "var_samp"),
                    Map.entry("var_population", "var_pop"));

    private FunctionRegistry() {}

    private static Map<String, ScalarFunction> scalarsByName() {
        Map<String, ScalarFunction> byName = new LinkedHashMap<>();
        Stream.of(
                        Arithmetic.functions(),
                        Comparison.functions(),
                        Logic.functions(),
                        Conditional.functions(),
                        MathFunctions.functions(),
                        TextFunctions.functions(),
                        PatternFunctions.functions(),
                        TimeFunctions.functions(),
                        ArrayFunctions.functions())
                .flatMap(List::stream)
                .forEach(function -> byName.put(function.name(), function));
        return Collections.unmodifiableMap(byName);
    }

    private static Map<String, AggregateFunction> aggregatesByName() {
        Map<String, AggregateFunction> byName = new LinkedHashMap<>();
        Aggregates.functions().forEach(function -> byName.put(function.name(), function));
        return Collections.unmodifiableMap(byName);
    }

    public static Collection<ScalarFunction> scalars() {
        return SCALARS.values();
    }

    public static Collection<AggregateFunction> aggregates() {
        return AGGREGATES.values();
    }

    /// The other names of functions: alias to canonical name.
    public static Map<String, String> aliases() {
        return ALIASES;
    }

    /// The canonical name behind a name in lower case, which is the name itself if it is no alias.
    public static String canonical(String name) {
        return ALIASES.getOrDefault(name, name);
    }

    /// @param name canonical
    /// @return null if there is none
    public static @Nullable ScalarFunction findScalar(String name) {
        return SCALARS.get(name);
    }

    /// @param name canonical
    /// @return null if there is none
    public static @Nullable AggregateFunction findAggregate(String name) {
        return AGGREGATES.get(name);
    }

    public static ScalarFunction scalar(String name) {
        ScalarFunction function = findScalar(name);
        if (function == null) {
            throw new QueryException(Code.INVALID, "Invalid function '" + name + "'");
        }
        return function;
    }

    public static AggregateFunction aggregate(String name) {
        AggregateFunction function = findAggregate(name);
        if (function == null) {
            throw new QueryException(Code.INVALID, "Invalid aggregate function '" + name + "'");
        }
        return function;
    }
}
