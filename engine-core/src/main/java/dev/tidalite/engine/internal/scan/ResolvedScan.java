package dev.tidalite.engine.internal.scan;

import dev.tidalite.engine.ScanObserver;
import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;

import java.util.ArrayList;
import java.util.List;

/// A [ScanSpec] whose names are known to exist.
///
/// @param ordinals of the columns wanted, in their order
/// @param range what the spec, conditions on the time and the retention leave
/// @param needed where only the last row of a series is wanted: the ordinals of fields that it has
///     to have a value of
/// @param observer is told what is read of files
record ResolvedScan(
        TableSchema schema,
        int[] ordinals,
        TimeRange range,
        List<ColumnPredicate> tagPredicates,
        List<ColumnPredicate> fieldPredicates,
        ScanSpec.Order order,
        int[] needed,
        ScanObserver observer) {

    /// @param visible rows of other times are not to be seen
    static ResolvedScan of(
            ScanSpec spec, TableSchema schema, TimeRange visible, ScanObserver observer) {
        int[] ordinals = new int[spec.columns().size()];
        for (int column = 0; column < ordinals.length; column++) {
            ordinals[column] = ordinal(schema, spec.columns().get(column));
        }
        TimeRange range = spec.timeRange().intersect(visible);
        List<ColumnPredicate> tagPredicates = new ArrayList<>();
        List<ColumnPredicate> fieldPredicates = new ArrayList<>();
        for (ColumnPredicate predicate : spec.predicates()) {
            ColumnSchema column = schema.column(ordinal(schema, predicate.column()));
            switch (column.role()) {
                case TAG -> tagPredicates.add(checkTag(predicate));
                case FIELD -> fieldPredicates.add(predicate);
                case TIME -> range = range.intersect(times(predicate));
            }
        }
        int[] needed =
                switch (spec.choice()) {
                    case EVERY_ROW -> new int[0];
                    case LAST_OF_SERIES -> needed(schema, fieldPredicates);
                };
        return new ResolvedScan(
                schema,
                ordinals,
                range,
                tagPredicates,
                fieldPredicates,
                spec.order(),
                needed,
                observer);
    }

    private static int[] needed(TableSchema schema, List<ColumnPredicate> fieldPredicates) {
        int[] needed = new int[fieldPredicates.size()];
        for (int i = 0; i < needed.length; i++) {
            if (!(fieldPredicates.get(i) instanceof ColumnPredicate.IsNotNull isNotNull)) {
                throw new IllegalArgumentException(
                        "of the last rows of series only IS NOT NULL can be asked, not "
                                + fieldPredicates.get(i));
            }
            needed[i] = schema.ordinal(isNotNull.column());
        }
        return needed;
    }

    ColumnSchema column(int index) {
        return schema.column(ordinals[index]);
    }

    private static int ordinal(TableSchema schema, String name) {
        int ordinal = schema.ordinal(name);
        if (ordinal < 0) {
            throw new IllegalArgumentException(
                    "table " + schema.table() + " has no column " + name);
        }
        return ordinal;
    }

    private static ColumnPredicate checkTag(ColumnPredicate predicate) {
        return switch (predicate) {
            case ColumnPredicate.TextIn in -> in;
            case ColumnPredicate.TextMatches matches -> matches;
            case ColumnPredicate.IsNull isNull -> isNull;
            case ColumnPredicate.IsNotNull isNotNull -> isNotNull;
            case ColumnPredicate.DoubleRange range -> throw noNumber(range);
            case ColumnPredicate.LongRange range -> throw noNumber(range);
        };
    }

    private static IllegalArgumentException noNumber(ColumnPredicate predicate) {
        return new IllegalArgumentException(
                "tag " + predicate.column() + " holds text, no numbers to compare");
    }

    private static TimeRange times(ColumnPredicate predicate) {
        return switch (predicate) {
            case ColumnPredicate.LongRange(String name, long min, long max) ->
                    new TimeRange(min, max);
            case ColumnPredicate.IsNull isNull -> TimeRange.NONE;
            case ColumnPredicate.IsNotNull isNotNull -> TimeRange.ALL;
            case ColumnPredicate.TextIn in -> throw noText(in);
            case ColumnPredicate.TextMatches matches -> throw noText(matches);
            case ColumnPredicate.DoubleRange range -> throw noText(range);
        };
    }

    private static IllegalArgumentException noText(ColumnPredicate predicate) {
        return new IllegalArgumentException(
                predicate + " is no condition for a column of type " + ColumnType.TIMESTAMP);
    }
}
