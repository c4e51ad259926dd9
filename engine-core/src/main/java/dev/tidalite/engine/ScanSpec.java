package dev.tidalite.engine;

import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TimeRange;

import java.util.List;

/// What a scan is to read.
///
/// @param table the table's name
/// @param columns the columns wanted, by exact name, in the order in which the batches shall have
///     them; may be empty if only rows are counted
/// @param timeRange applied exactly
/// @param predicates all of them must hold; exact on tags, by statistics on fields (see
///     [ColumnPredicate]); their columns need not be among the wanted ones
/// @param order in which order the rows are to come
/// @param choice which of the rows that are left by all this are wanted
public record ScanSpec(
        String table,
        List<String> columns,
        TimeRange timeRange,
        List<ColumnPredicate> predicates,
        Order order,
        Choice choice) {
    /// In which order the rows of a scan come.
    public enum Order {
        /// Whatever is fastest.
        ANY,
        /// The rows of one series together, ascending by time; series in no promised order. Batches
        /// carry their runs.
        SERIES_TIME,
        /// Ascending by time.
        TIME,
        /// Descending by time.
        TIME_DESCENDING
    }

    /// Which rows of a scan come.
    public enum Choice {
        EVERY_ROW,
        /// Of each series the one row with the latest time. Asked for with an order by series or
        /// with none; batches carry their runs, all of one row.
        ///
        /// What is chosen among depends on every predicate, so that all have to be exact: on a
        /// field there may only be [ColumnPredicate.IsNotNull], which holds here for every row that
        /// comes (the last row with a value of that field).
        LAST_OF_SERIES
    }

    /// @throws IllegalArgumentException if the choice does not go with the order
    public ScanSpec {
        columns = List.copyOf(columns);
        predicates = List.copyOf(predicates);
        boolean byTime = order == Order.TIME || order == Order.TIME_DESCENDING;
        if (choice == Choice.LAST_OF_SERIES && byTime) {
            throw new IllegalArgumentException("the last rows of series do not come by time");
        }
    }

    /// Every row that the predicates leave.
    public ScanSpec(
            String table,
            List<String> columns,
            TimeRange timeRange,
            List<ColumnPredicate> predicates,
            Order order) {
        this(table, columns, timeRange, predicates, order, Choice.EVERY_ROW);
    }

    /// Every row of a table with these columns, in any order.
    public static ScanSpec of(String table, List<String> columns) {
        return new ScanSpec(table, columns, TimeRange.ALL, List.of(), Order.ANY);
    }

    public ScanSpec within(TimeRange range) {
        return new ScanSpec(table, columns, range, predicates, order, choice);
    }

    public ScanSpec where(List<ColumnPredicate> conditions) {
        return new ScanSpec(table, columns, timeRange, conditions, order, choice);
    }

    public ScanSpec orderedBy(Order wanted) {
        return new ScanSpec(table, columns, timeRange, predicates, wanted, choice);
    }

    /// The same scan, of the last row of each series only.
    public ScanSpec lastOfSeries() {
        return new ScanSpec(table, columns, timeRange, predicates, order, Choice.LAST_OF_SERIES);
    }
}
