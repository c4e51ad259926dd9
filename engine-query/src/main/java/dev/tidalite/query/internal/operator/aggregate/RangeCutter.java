package dev.tidalite.query.internal.operator.aggregate;

import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.query.internal.exec.Exprs;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.exec.TimeBins;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.function.FunctionRegistry;
import dev.tidalite.query.internal.function.time.DateBin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Cuts the rows of a batch where keys may change, without computing the keys of every row: in a
/// run of one series a tag never changes, and the bin of the ascending time changes rarely.
///
/// For keys made of tags, constants and bins of the time, with the grids of `date_bin` and
/// `date_trunc`.
final class RangeCutter {
    private final List<DateBin> bins = new ArrayList<>();
    private final BitSet columns = new BitSet();
    private int timeColumn = -1;

    private RangeCutter() {}

    /// @param input the columns that the keys refer to
    /// @return null if some key may change elsewhere
    static @Nullable RangeCutter of(List<Expr> keys, List<PlanColumn> input) {
        RangeCutter cutter = new RangeCutter();
        for (Expr key : keys) {
            if (!cutter.covers(key, input)) {
                return null;
            }
            cutter.columns.or(Exprs.columns(key));
        }
        return cutter;
    }

    private boolean covers(Expr key, List<PlanColumn> input) {
        if (key instanceof Expr.ColumnRef(int index, DataType _)) {
            return TimeBins.hasRole(input.get(index), ColumnRole.TAG);
        }
        TimeBins timeBins = TimeBins.of(key, input);
        if (timeBins != null) {
            bins.add(timeBins.grid());
            timeColumn = timeBins.column();
            return true;
        }
        if (key instanceof Expr.Call call && !FunctionRegistry.scalar(call.function()).pure()) {
            return false;
        }
        for (Expr operand : Exprs.operands(key)) {
            if (!covers(operand, input)) {
                return false;
            }
        }
        return true;
    }

    /// Writes where ranges of rows end; no key changes within one.
    ///
    /// @param ends has room for as many entries as the batch has rows
    /// @return how many ranges there are; -1 if the batch does not know its runs
    int cut(Batch batch, int[] ends) {
        int[] runEnds = batch.runEnds();
        if (runEnds == null
                || (timeColumn >= 0 && !(batch.column(timeColumn) instanceof Column.Longs))) {
            return -1;
        }
        if (timeColumn < 0) {
            System.arraycopy(runEnds, 0, ends, 0, batch.runCount());
            return batch.runCount();
        }
        long[] times = ((Column.Longs) batch.column(timeColumn)).values();
        int count = 0;
        int from = 0;
        for (int run = 0; run < batch.runCount(); run++) {
            int runEnd = runEnds[run];
            while (from < runEnd) {
                int to = runEnd;
                for (DateBin bin : bins) {
                    to = firstNotBefore(times, from, to, bin.end(times[from]));
                }
                ends[count++] = to;
                from = to;
            }
        }
        return count;
    }

    /// The first row behind `from` whose time is not before a limit, or `to`. Looks nearby first.
    static int firstNotBefore(long[] times, int from, int to, long limitNs) {
        int low = from;
        int step = 1;
        while (low + step < to && times[low + step] < limitNs) {
            low += step;
            step *= 2;
        }
        int high = Math.min(low + step, to);
        while (low + 1 < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < limitNs) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /// The columns that keys read.
    BitSet columns() {
        return columns;
    }
}
