package dev.tidalite.query.internal.function.aggregate;

import dev.tidalite.query.internal.expr.Column;

/// The state of one aggregate call for groups numbered from 0. For one thread at a time.
///
/// Arguments never are [Column.Constant]s.
public abstract class Accumulator {
    /// Makes room for so many groups; new ones have seen nothing yet.
    public abstract void reserve(int groupCount);

    /// Takes rows `[0, rowCount)`, row `r` for group `groups[r]`.
    public abstract void update(Column[] args, int[] groups, int rowCount);

    /// Takes rows `[from, to)`, all for one group.
    public abstract void updateRange(Column[] args, int group, int from, int to);

    /// Takes over what another accumulator of the same call has seen: its group `g` is group
    /// `groups[g]` here. The other one must not be used afterwards.
    public abstract void merge(Accumulator other, int[] groups, int otherGroupCount);

    /// The values of groups `[0, groupCount)`.
    public abstract Column result(int groupCount);

    /// Bytes held, about.
    public abstract long memoryBytes();

    static int capacity(int wanted, int have) {
        return Math.max(wanted, Math.max(16, have * 2));
    }
}
