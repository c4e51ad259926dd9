package dev.tidalite.query.internal.exec;

import dev.tidalite.engine.ScanSpec;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.expr.Interval;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What is to be executed, as a tree. Immutable; says nothing of one execution. Expressions refer
/// to the columns of the node's input by index; with two inputs, the right one's follow the left
/// one's.
public sealed interface PhysicalPlan {
    /// What the node puts out, in order.
    List<PlanColumn> columns();

    List<PhysicalPlan> inputs();

    /// Reads a table.
    ///
    /// @param columns of the table, those that only `filters` need included
    /// @param filters all must hold; over `columns`. The executor works out of them, once
    /// parameters
    ///     and `now()` are bound, the time range and the predicates to hand to the storage, and
    ///     checks what the storage does not.
    /// @param order how rows must come; [ScanSpec.Order#ANY] leaves it to the executor
    record Scan(String table, List<PlanColumn> columns, List<Expr> filters, ScanSpec.Order order)
            implements PhysicalPlan {
        @Override
        public List<PhysicalPlan> inputs() {
            return List.of();
        }
    }

    /// Rows that the plan itself holds; also what SHOW and the like answer. No expression refers to
    /// a column.
    record Values(List<PlanColumn> columns, List<List<Expr>> rows) implements PhysicalPlan {
        @Override
        public List<PhysicalPlan> inputs() {
            return List.of();
        }
    }

    /// The rows for which the condition is true.
    record Filter(PhysicalPlan input, Expr condition) implements PhysicalPlan {
        @Override
        public List<PlanColumn> columns() {
            return input.columns();
        }

        @Override
        public List<PhysicalPlan> inputs() {
            return List.of(input);
        }
    }

    record Project(PhysicalPlan input, List<Expr> expressions, List<PlanColumn> columns)
            implements PhysicalPlan {
        @Override
        public List<PhysicalPlan> inputs() {
            return List.of(input);
        }
    }

    /// One row per distinct combination of keys; without keys exactly one row, also for no input.
    ///
    /// @param groupingSets for each set the indexes of the keys that count; the others are null in
    ///     its rows. Plain GROUP BY: one set with all of them.
    /// @param columns the keys, then the calls
    record Aggregate(
            PhysicalPlan input,
            List<Expr> keys,
            List<List<Integer>> groupingSets,
            List<AggregateCall> calls,
            List<PlanColumn> columns)
            implements PhysicalPlan {
        @Override
        public List<PhysicalPlan> inputs() {
            return List.of(input);
        }
    }

    /// @param function canonical name in the registry; `count` without arguments counts rows;
    ///     `grouping` takes keys as [Expr.ColumnRef]s whose index is the key's
    /// @param filter only rows for which this is true count, or null
    /// @param orderBy the order in which values are taken, for `array_agg`, `first_value` …
    record AggregateCall(
            String function,
            List<Expr> args,
            boolean distinct,
            @Nullable Expr filter,
            List<SortKey> orderBy,
            DataType type) {
        public AggregateCall(String function, List<Expr> args, DataType type) {
            this(function, args, false, null, List.of(), type);
        }
    }

    record SortKey(Expr expression, boolean descending, boolean nullsFirst) {
        /// ASC with nulls last, DESC with nulls first.
        public static SortKey of(Expr expression, boolean descending) {
            return new SortKey(expression, descending, descending);
        }
    }

    /// Stable. With `fetch` it keeps no more rows than it needs.
    ///
    /// @param offset rows to leave out; null for none
    /// @param fetch rows to put out at most; null for all
    record Sort(PhysicalPlan input, List<SortKey> keys, @Nullable Expr offset, @Nullable Expr fetch)
            implements PhysicalPlan {
        @Override
        public List<PlanColumn> columns() {
            return input.columns();
        }

        @Override
        public List<PhysicalPlan> inputs() {
            return List.of(input);
        }
    }

    record Limit(PhysicalPlan input, @Nullable Expr offset, @Nullable Expr fetch)
            implements PhysicalPlan {
        @Override
        public List<PlanColumn> columns() {
            return input.columns();
        }

        @Override
        public List<PhysicalPlan> inputs() {
            return List.of(input);
        }
    }

    enum JoinKind {
        INNER,
        LEFT,
        RIGHT,
        FULL,
        /// Left rows that have a match; puts out the left columns only.
        SEMI,
        /// Left rows that have none; puts out the left columns only.
        ANTI
    }

    /// @param leftKeys over the left input; pairwise equal to `rightKeys` where rows match, and of
    ///     the same types; empty for a cross or a theta join
    /// @param rightKeys over the right input, counting its own columns from 0
    /// @param nullsMatch whether keys compare by IS NOT DISTINCT FROM
    /// @param residual a further condition over both inputs' columns, or null
    record Join(
            JoinKind kind,
            PhysicalPlan left,
            PhysicalPlan right,
            List<Expr> leftKeys,
            List<Expr> rightKeys,
            boolean nullsMatch,
            @Nullable Expr residual,
            List<PlanColumn> columns)
            implements PhysicalPlan {
        @Override
        public List<PhysicalPlan> inputs() {
            return List.of(left, right);
        }
    }

    /// @param columns those of the input, then the calls
    record Window(
            PhysicalPlan input,
            List<Expr> partitionBy,
            List<SortKey> orderBy,
            List<WindowCall> calls,
            List<PlanColumn> columns)
            implements PhysicalPlan {
        @Override
        public List<PhysicalPlan> inputs() {
            return List.of(input);
        }
    }

    /// @param function a window function (`row_number`, `lag` …) or any aggregate
    record WindowCall(
            String function, List<Expr> args, boolean ignoreNulls, Frame frame, DataType type) {}

    /// @param unit by rows, by peers, or by the distance in the one ORDER BY key
    record Frame(FrameUnit unit, FrameBound start, FrameBound end) {
        /// What OVER means without a frame: up to the last peer of the current row, or everything
        /// if there is no ORDER BY.
        public static final Frame DEFAULT =
                new Frame(
                        FrameUnit.RANGE,
                        new FrameBound(FrameBoundKind.UNBOUNDED_PRECEDING, null),
                        new FrameBound(FrameBoundKind.CURRENT_ROW, null));
    }

    enum FrameUnit {
        ROWS,
        RANGE,
        GROUPS
    }

    enum FrameBoundKind {
        UNBOUNDED_PRECEDING,
        PRECEDING,
        CURRENT_ROW,
        FOLLOWING,
        UNBOUNDED_FOLLOWING
    }

    /// @param offset how far, for [FrameBoundKind#PRECEDING] and [FrameBoundKind#FOLLOWING]
    record FrameBound(FrameBoundKind kind, @Nullable Expr offset) {}

    /// One input after the other; all have the same types.
    record UnionAll(List<PhysicalPlan> inputs, List<PlanColumn> columns) implements PhysicalPlan {}

    enum SetKind {
        INTERSECT,
        EXCEPT
    }

    /// @param all whether a row counts as often as it occurs
    record SetOperation(
            SetKind kind,
            boolean all,
            PhysicalPlan left,
            PhysicalPlan right,
            List<PlanColumn> columns)
            implements PhysicalPlan {
        @Override
        public List<PhysicalPlan> inputs() {
            return List.of(left, right);
        }
    }

    /// The first row of every distinct combination.
    ///
    /// @param on what has to be distinct; empty for all columns
    record Distinct(PhysicalPlan input, List<Expr> on) implements PhysicalPlan {
        @Override
        public List<PlanColumn> columns() {
            return input.columns();
        }

        @Override
        public List<PhysicalPlan> inputs() {
            return List.of(input);
        }
    }

    /// Adds to every series the rows that are missing on a grid of times. The input may come in any
    /// order and has at most one row per series and time; the output comes by series in their order
    /// of first appearance, ascending by time.
    ///
    /// Without input there are no series and so no rows, unless `seriesColumns` is empty and
    /// `fillEmpty` is set.
    ///
    /// @param timeColumn index of the binned time
    /// @param seriesColumns indexes of the other group keys
    /// @param lo a time of the first bin, inclusive: it is itself put on the grid; null lets each
    ///     series begin with its first row
    /// @param hi a time of the last bin, inclusive
    /// @param step of the grid; all months or no months
    /// @param origin of the grid, a timestamp; null is 1970-01-01T00:00:00
    /// @param zone in whose wall clock the grid lies, or null
    /// @param fills per column of the input; what it says for the time and the series columns is
    ///     not looked at
    record GapFill(
            PhysicalPlan input,
            int timeColumn,
            List<Integer> seriesColumns,
            @Nullable Expr lo,
            Expr hi,
            Interval step,
            @Nullable Expr origin,
            @Nullable String zone,
            boolean fillEmpty,
            List<Fill> fills)
            implements PhysicalPlan {
        @Override
        public List<PlanColumn> columns() {
            return input.columns();
        }

        @Override
        public List<PhysicalPlan> inputs() {
            return List.of(input);
        }
    }

    /// What an added row has in a column.
    sealed interface Fill {
        Fill NULL = new WithNull();
        Fill PREVIOUS = new WithPrevious(false);
        Fill LINEAR = new WithLinear();

        record WithNull() implements Fill {}

        /// @param overNulls whether nulls of rows that are there are replaced as well (SQL's
        /// `locf`)
        record WithPrevious(boolean overNulls) implements Fill {}

        /// On the line between the neighbours that have a value; null beyond them. Fills nulls of
        /// rows that are there as well.
        record WithLinear() implements Fill {}

        record WithValue(Expr value) implements Fill {}
    }

    /// Computes along the time of each series. The input may come in any order; the output comes by
    /// series in their order of first appearance, ascending by time (descending if `descending`,
    /// and then the functions also see the rows in that order).
    ///
    /// @param columns the series columns, the time, then the calls
    /// @param dropEmptyRows leaves out rows in which every call is null
    record SeriesTransform(
            PhysicalPlan input,
            List<Integer> seriesColumns,
            int timeColumn,
            boolean descending,
            List<SeriesCall> calls,
            boolean dropEmptyRows,
            List<PlanColumn> columns)
            implements PhysicalPlan {
        @Override
        public List<PhysicalPlan> inputs() {
            return List.of(input);
        }
    }

    /// @param column the input column it works on; its nulls are passed over
    /// @param args constants, as [SeriesFunction] says
    record SeriesCall(SeriesFunction function, int column, List<Expr> args, DataType type) {}

    /// Computes as another node does, over rows of one series that come ascending by time (for a
    /// sort: by its first key), and so holds a stretch of them instead of all. Puts out rows before
    /// it has read all.
    ///
    /// @param plan a [Sort]; an [Aggregate] whose first key grows with the time; a [GapFill] that
    ///     is not linear; or a [SeriesTransform] of functions that are local
    ///     ([SeriesFunction#isLocal])
    record InOrder(PhysicalPlan plan) implements PhysicalPlan {
        @Override
        public List<PlanColumn> columns() {
            return plan.columns();
        }

        @Override
        public List<PhysicalPlan> inputs() {
            return plan.inputs();
        }
    }

    /// Two ways to the same rows in the same order.
    ///
    /// @param fast taken as long as it needs no more than a share of the memory; has read
    ///     everything before it puts out its first row
    /// @param frugal taken otherwise
    record Frugal(PhysicalPlan fast, PhysicalPlan frugal) implements PhysicalPlan {
        @Override
        public List<PlanColumn> columns() {
            return fast.columns();
        }

        @Override
        public List<PhysicalPlan> inputs() {
            return List.of(fast, frugal);
        }
    }

    /// One plan run for each row of another, one after the other.
    ///
    /// @param keys its columns are the values of the parameters
    /// @param parameters names, per column of `keys`, that `one` has parameters of
    /// @param offset how many of those that have rows are left out first
    /// @param fetch how many of those that have rows come out at most
    record EachSeries(
            PhysicalPlan keys, List<String> parameters, PhysicalPlan one, long offset, long fetch)
            implements PhysicalPlan {
        @Override
        public List<PlanColumn> columns() {
            return one.columns();
        }

        @Override
        public List<PhysicalPlan> inputs() {
            return List.of(keys, one);
        }
    }

    /// One row per element of some lists side by side, nulls behind the end of the shorter ones,
    /// the other columns repeated; the elements' columns come last. A row all of whose lists are
    /// null or empty is left out, or, with `keepsRows`, comes once with nulls.
    record Unnest(PhysicalPlan input, List<Expr> lists, boolean keepsRows, List<PlanColumn> columns)
            implements PhysicalPlan {
        @Override
        public List<PhysicalPlan> inputs() {
            return List.of(input);
        }
    }

    /// The rows of a seed, then what a step makes of them, then what it makes of that, until it
    /// makes nothing.
    ///
    /// @param name that [PreviousRound] has in the step
    /// @param all with false, a row that came before does not come again
    record Recursive(
            String name,
            PhysicalPlan seed,
            PhysicalPlan step,
            boolean all,
            List<PlanColumn> columns)
            implements PhysicalPlan {
        @Override
        public List<PhysicalPlan> inputs() {
            return List.of(seed, step);
        }
    }

    /// Within the step of a [Recursive]: the rows of the round before.
    record PreviousRound(String name, List<PlanColumn> columns) implements PhysicalPlan {
        @Override
        public List<PhysicalPlan> inputs() {
            return List.of();
        }
    }

    /// One row (`plan_type`, `plan`) with the text of the input's plan; with `analyze` after
    /// running it, with rows, batches and times per operator.
    record Explain(PhysicalPlan input, boolean analyze, List<PlanColumn> columns)
            implements PhysicalPlan {
        @Override
        public List<PhysicalPlan> inputs() {
            return List.of(input);
        }
    }
}
