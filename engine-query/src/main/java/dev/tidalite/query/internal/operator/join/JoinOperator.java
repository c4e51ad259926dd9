package dev.tidalite.query.internal.operator.join;

import dev.tidalite.query.internal.exec.BatchBuffer;
import dev.tidalite.query.internal.exec.ExecutionContext;
import dev.tidalite.query.internal.exec.ExprCompiler;
import dev.tidalite.query.internal.exec.MemoryAccount;
import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PhysicalPlan.JoinKind;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Evaluator;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.operator.aggregate.GroupTable;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// Joins by hashing the right input, which is kept in memory (there is no spilling), and looking
/// the left one's rows up in it. Without keys every pair is tried.
public final class JoinOperator implements Operator {
    private static final int PAIRS_MAX = 16 * Batch.ROWS;

    private final ExecutionContext context;
    private final PhysicalPlan.Join plan;
    private final Supplier<Operator> leftInput;
    private final Supplier<Operator> rightInput;
    private final List<Evaluator> leftKeys;
    private final @Nullable Evaluator residual;
    private final MemoryAccount memory;
    private final GroupTable table;

    private @Nullable Operator left;
    private Batch right = new Batch(List.of(), 0);
    private int[] firstRows = new int[0]; // by group; -1 ends a chain
    private int[] nextRows = new int[0];
    private boolean[] rightMatched = new boolean[0];

    private @Nullable Batch probe;
    private int[] probeGroups = new int[0];
    private boolean[] probeMatched = new boolean[0];
    private int probeRow;
    private int chainRow;
    private boolean leftEnded;

    /// @param leftInput opened after the right one has been read
    public JoinOperator(
            ExecutionContext context,
            PhysicalPlan.Join plan,
            Supplier<Operator> leftInput,
            Supplier<Operator> rightInput) {
        this.context = context;
        this.plan = plan;
        this.leftInput = leftInput;
        this.rightInput = rightInput;
        ExprCompiler compiler = new ExprCompiler(context);
        leftKeys = new ArrayList<>();
        List<DataType> types = new ArrayList<>();
        for (int i = 0; i < plan.leftKeys().size(); i++) {
            DataType type = plan.rightKeys().get(i).type();
            leftKeys.add(compiler.compile(plan.leftKeys().get(i), type));
            types.add(type);
        }
        Expr rest = plan.residual();
        residual = rest == null ? null : compiler.compile(rest);
        memory = new MemoryAccount(context);
        table = new GroupTable(types);
    }

    @Override
    public @Nullable Batch next() {
        Operator input = left;
        if (input == null) {
            build();
            input = leftInput.get();
            left = input;
        }
        while (!leftEnded) {
            context.check();
            Batch current = probe;
            if (current == null) {
                current = input.next();
                if (current == null) {
                    leftEnded = true;
                    return unmatchedRight();
                }
                startProbe(current);
            }
            Batch out = probe(current);
            if (out.rowCount() > 0) {
                return out;
            }
        }
        return null;
    }

    private void build() {
        right = BatchBuffer.drain(rightInput.get(), plan.right().columns(), context, memory);
        int rowCount = right.rowCount();
        List<Evaluator> evaluators = new ExprCompiler(context).compile(plan.rightKeys());
        Column[] keys = new Column[evaluators.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = evaluators.get(i).evaluate(right);
        }
        int[] groups = new int[rowCount];
        if (rowCount > 0) {
            table.groups(keys, rowCount, groups);
        }
        firstRows = new int[table.groupCount()];
        Arrays.fill(firstRows, -1);
        nextRows = new int[rowCount];
        rightMatched = new boolean[rowCount];
        for (int row = rowCount - 1; row >= 0; row--) { // so that chains ascend
            if (plan.nullsMatch() || allValid(keys, row)) {
                nextRows[row] = firstRows[groups[row]];
                firstRows[groups[row]] = row;
            }
        }
    }

    private static boolean allValid(Column[] keys, int row) {
        for (Column key : keys) {
            if (!key.isValid(row)) {
                return false;
            }
        }
        return true;
    }

    private void startProbe(Batch batch) {
        int rowCount = batch.rowCount();
        Column[] keys = new Column[leftKeys.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = leftKeys.get(i).evaluate(batch);
        }
        probeGroups = new int[rowCount];
        table.find(keys, rowCount, probeGroups);
        for (int row = 0; row < rowCount && !plan.nullsMatch(); row++) {
            if (!allValid(keys, row)) {
                probeGroups[row] = -1;
            }
        }
        probe = batch;
        probeMatched = new boolean[rowCount];
        probeRow = 0;
        chainRow = firstRow(0);
    }

    private int firstRow(int row) {
        return row < probeGroups.length && probeGroups[row] >= 0 ? firstRows[probeGroups[row]] : -1;
    }

    /// The next pairs of the current batch that match, and when all have been tried the left rows
    /// that had none.
    private Batch probe(Batch batch) {
        int[] leftRows = new int[PAIRS_MAX];
        int[] rightRows = new int[PAIRS_MAX];
        int count = 0;
        while (probeRow < batch.rowCount() && count < PAIRS_MAX) {
            if (chainRow < 0) {
                probeRow++;
                chainRow = firstRow(probeRow);
                continue;
            }
            leftRows[count] = probeRow;
            rightRows[count] = chainRow;
            count++;
            chainRow = nextRows[chainRow];
        }
        Batch pairs = pairs(batch, leftRows, rightRows, count);
        if (residual != null && count > 0) {
            int[] passed = new int[count];
            int passedCount = Columns.selectTrue(residual.evaluate(pairs), count, passed);
            for (int i = 0; i < passedCount; i++) {
                leftRows[i] = leftRows[passed[i]];
                rightRows[i] = rightRows[passed[i]];
            }
            count = passedCount;
            pairs = Columns.gather(pairs, passed, count, /* keepRuns= */ false);
        }
        for (int i = 0; i < count; i++) {
            probeMatched[leftRows[i]] = true;
            rightMatched[rightRows[i]] = true;
        }
        boolean ended = probeRow >= batch.rowCount();
        if (ended) {
            probe = null;
        }
        return switch (plan.kind()) {
            case INNER, RIGHT -> pairs;
            case LEFT, FULL -> ended ? withUnmatched(batch, leftRows, rightRows, count) : pairs;
            case SEMI -> ended ? leftRows(batch, true) : new Batch(List.of(), 0);
            case ANTI -> ended ? leftRows(batch, false) : new Batch(List.of(), 0);
        };
    }

    private Batch pairs(Batch batch, int[] leftRows, int[] rightRows, int count) {
        List<Column> columns = new ArrayList<>();
        for (Column column : batch.columns()) {
            columns.add(Columns.gather(column, leftRows, count));
        }
        for (Column column : right.columns()) {
            columns.add(Columns.gather(column, rightRows, count));
        }
        return new Batch(columns, count);
    }

    private Batch withUnmatched(Batch batch, int[] leftRows, int[] rightRows, int count) {
        int[] allLeft = Arrays.copyOf(leftRows, count + batch.rowCount());
        int[] allRight = Arrays.copyOf(rightRows, count + batch.rowCount());
        int all = count;
        for (int row = 0; row < batch.rowCount(); row++) {
            if (!probeMatched[row]) {
                allLeft[all] = row;
                allRight[all] = -1;
                all++;
            }
        }
        return pairs(batch, allLeft, allRight, all);
    }

    private Batch leftRows(Batch batch, boolean matched) {
        int[] rows = new int[batch.rowCount()];
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            if (probeMatched[row] == matched) {
                rows[count++] = row;
            }
        }
        return Columns.gather(batch, rows, count, /* keepRuns= */ true);
    }

    /// Right rows that no left row has matched, once, at the end.
    private @Nullable Batch unmatchedRight() {
        if (plan.kind() != JoinKind.RIGHT && plan.kind() != JoinKind.FULL) {
            return null;
        }
        int[] rows = new int[right.rowCount()];
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            if (!rightMatched[row]) {
                rows[count++] = row;
            }
        }
        if (count == 0) {
            return null;
        }
        List<Column> columns = new ArrayList<>();
        for (PlanColumn column : plan.left().columns()) {
            columns.add(new Column.Constant(column.type(), null));
        }
        for (Column column : right.columns()) {
            columns.add(Columns.gather(column, rows, count));
        }
        return new Batch(columns, count);
    }

    @Override
    public void close() {
        leftEnded = true;
        right = new Batch(List.of(), 0);
        memory.close();
        if (left != null) {
            left.close();
        }
    }
}
