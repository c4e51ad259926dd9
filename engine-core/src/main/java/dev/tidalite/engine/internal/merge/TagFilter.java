package dev.tidalite.engine.internal.merge;

import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Finds the series of a directory that satisfy conditions on tags.
public final class TagFilter {
    private TagFilter() {}

    /// @return the numbers of the series, ascending; null if all satisfy
    public static int @Nullable [] wanted(
            SeriesDirectory directory, TableSchema schema, List<ColumnPredicate> predicates) {
        int[] wanted = null;
        for (ColumnPredicate predicate : predicates) {
            int tag = directory.tagOf(schema.ordinal(predicate.column()));
            if (tag < 0) {
                if (!holdsForNull(predicate)) {
                    return new int[0];
                }
                continue;
            }
            boolean[] holds = holds(directory.dictionary(tag), predicate);
            wanted = filter(directory, tag, holds, wanted);
        }
        return wanted != null && wanted.length == directory.size() ? null : wanted;
    }

    private static int[] filter(
            SeriesDirectory directory, int tag, boolean[] holds, int @Nullable [] among) {
        int[] wanted = new int[16];
        int size = 0;
        int count = among == null ? directory.size() : among.length;
        for (int i = 0; i < count; i++) {
            int series = among == null ? i : among[i];
            if (holds[directory.id(series, tag) + 1]) {
                if (size == wanted.length) {
                    wanted = Arrays.copyOf(wanted, size * 2);
                }
                wanted[size++] = series;
            }
        }
        return Arrays.copyOf(wanted, size);
    }

    private static boolean holdsForNull(ColumnPredicate predicate) {
        return predicate instanceof ColumnPredicate.IsNull;
    }

    /// Whether a condition holds: for no value at index 0, for entry `id` at `id + 1`.
    private static boolean[] holds(StringDictionary dictionary, ColumnPredicate predicate) {
        boolean[] holds = new boolean[dictionary.size() + 1];
        switch (predicate) {
            case ColumnPredicate.TextIn(String column, List<String> values) ->
                    markEqual(dictionary, values, holds);
            case ColumnPredicate.TextMatches matches -> {
                for (int id = 0; id < dictionary.size(); id++) {
                    holds[id + 1] = matches.test().test(dictionary.text(id));
                }
            }
            case ColumnPredicate.IsNull isNull -> holds[0] = true;
            case ColumnPredicate.IsNotNull isNotNull -> Arrays.fill(holds, 1, holds.length, true);
            case ColumnPredicate.DoubleRange range -> throw new AssertionError(range);
            case ColumnPredicate.LongRange range -> throw new AssertionError(range);
        }
        return holds;
    }

    private static void markEqual(
            StringDictionary dictionary, List<String> values, boolean[] holds) {
        byte[][] wanted = new byte[values.size()][];
        Arrays.setAll(wanted, i -> values.get(i).getBytes(StandardCharsets.UTF_8));
        if (wanted.length <= 4) {
            for (byte[] value : wanted) {
                int id = dictionary.find(value);
                if (id >= 0) {
                    holds[id + 1] = true;
                }
            }
            return;
        }
        Arrays.sort(wanted, Arrays::compareUnsigned);
        for (int id = 0; id < dictionary.size(); id++) {
            byte[] entry = dictionary.bytes(id);
            holds[id + 1] = Arrays.binarySearch(wanted, entry, Arrays::compareUnsigned) >= 0;
        }
    }
}
