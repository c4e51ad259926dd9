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
public record ScanSpec(
        String table,
        List<String> columns,
        TimeRange timeRange,
        List<ColumnPredicate> predicates,
        Order order) {
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

    public ScanSpec {
        columns = List.copyOf(columns);
        predicates = List.copyOf(predicates);
    }

    /// Every row of a table with these columns, in any order.
    public static ScanSpec of(String table, List<String> columns) {
        return new ScanSpec(table, columns, TimeRange.ALL, List.of(), Order.ANY);
    }

    public ScanSpec within(TimeRange range) {
        return new ScanSpec(table, columns, range, predicates, order);
    }

    public ScanSpec where(List<ColumnPredicate> conditions) {
        return new ScanSpec(table, columns, timeRange, conditions, order);
    }

    public ScanSpec orderedBy(Order wanted) {
        return new ScanSpec(table, columns, timeRange, predicates, wanted);
    }
}
