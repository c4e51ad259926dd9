package dev.tidalite.engine.batch;

import java.util.List;
import java.util.function.Predicate;

/// A condition on one column that a scan can use to leave out rows. A row without a value never
/// satisfies a condition other than [IsNull].
///
/// On a tag a scan applies it exactly. On a field a scan uses it to skip files and pages by their
/// statistics, and rows where that saves reading, and may still hand out rows that do not satisfy
/// it; the reader checks again.
public sealed interface ColumnPredicate {
    String column();

    /// The text is one of these.
    record TextIn(String column, List<String> values) implements ColumnPredicate {}

    /// The text satisfies a test (a regular expression, a negation). Called once per distinct
    /// value, possibly from several threads.
    record TextMatches(String column, Predicate<String> test) implements ColumnPredicate {}

    /// The number is in a range, both ends inclusive; NaN never is.
    record DoubleRange(String column, double min, double max) implements ColumnPredicate {}

    /// The integer is in a range, both ends inclusive. Of unsigned integers a scan keeps every page
    /// that reaches 2^63, so that the reader may see those values as it likes: above every signed
    /// number, or as the negative ones of the same bits.
    record LongRange(String column, long min, long max) implements ColumnPredicate {}

    /// The column has a value in this row.
    record IsNotNull(String column) implements ColumnPredicate {}

    /// The column has no value in this row.
    record IsNull(String column) implements ColumnPredicate {}
}
