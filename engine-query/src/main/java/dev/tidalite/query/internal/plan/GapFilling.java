package dev.tidalite.query.internal.plan;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.plan.rel.GapFill;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// `date_bin_gapfill` in a GROUP BY becomes `date_bin`, and a [GapFill] above the aggregate;
/// `locf` and `interpolate` above it say how its columns are filled.
public final class GapFilling {
    private GapFilling() {}

    /// The same tree without any of these functions.
    ///
    /// @throws QueryException if one stands where it must not, or the time has no bounds
    public static RelNode expand(RelNode root, RelBuilder builder) {
        RelNode expanded = root.accept(new Expansion(builder));
        expanded.accept(new Leftovers());
        return expanded;
    }

    private static QueryException invalid(String message) {
        return new QueryException(QueryException.Code.INVALID, message);
    }

    private static final class Expansion extends RelHomogeneousShuttle {
        private final RelBuilder builder;

        Expansion(RelBuilder builder) {
            this.builder = builder;
        }

        @Override
        public RelNode visit(RelNode other) {
            Aggregate aggregate =
                    other instanceof Project project
                            ? aggregateBelow(project.getInput())
                            : other instanceof Aggregate itself ? itself : null;
            GapFillKey key = aggregate == null ? null : GapFillKey.find(aggregate);
            if (aggregate == null || key == null) {
                return super.visit(other);
            }
            if (other instanceof Project project) {
                return projected(project, aggregate, key);
            }
            return filled(aggregate, key, new Fills(aggregate, builder.getRexBuilder()));
        }

        private static @Nullable Aggregate aggregateBelow(RelNode input) {
            RelNode rel = input;
            while (rel instanceof Filter filter) {
                rel = filter.getInput();
            }
            return rel instanceof Aggregate aggregate ? aggregate : null;
        }

        private RelNode projected(Project project, Aggregate aggregate, GapFillKey key) {
            Fills fills = new Fills(aggregate, builder.getRexBuilder());
            List<RexNode> projects = fills.apply(project.getProjects());
            List<RexNode> conditions = new ArrayList<>();
            RelNode rel = project.getInput();
            while (rel instanceof Filter filter) {
                conditions.add(filter.getCondition().accept(fills));
                rel = filter.getInput();
            }
            builder.push(filled(aggregate, key, fills));
            for (RexNode condition : conditions.reversed()) {
                builder.filter(condition);
            }
            return builder.project(projects, project.getRowType().getFieldNames(), true).build();
        }

        /// The aggregate by plain bins, a column per way in which one is filled, and the grid.
        private RelNode filled(Aggregate aggregate, GapFillKey key, Fills fills) {
            RelNode binned = key.binned(aggregate, builder);
            builder.push(binned);
            List<RexNode> columns = new ArrayList<>(builder.fields());
            List<String> names = new ArrayList<>(binned.getRowType().getFieldNames());
            List<PhysicalPlan.Fill> kinds = new ArrayList<>();
            columns.forEach(column -> kinds.add(PhysicalPlan.Fill.NULL));
            fills.extra.forEach((fill, index) -> {
                columns.add(builder.field(fill.column));
                names.add("fill$" + index);
                kinds.add(fill.kind);
            });
            builder.project(columns, names, true);
            RelNode input = builder.build();
            List<Integer> series = new ArrayList<>();
            for (int index = 0; index < aggregate.getGroupCount(); index++) {
                if (index != key.index()) {
                    series.add(index);
                }
            }
            return new GapFill(input, key.grid(series), kinds);
        }
    }

    /// A column of the aggregate and how it is filled.
    private record Filled(int column, PhysicalPlan.Fill kind) {}

    /// Takes the fill functions out of expressions over an aggregate.
    private static final class Fills extends RexShuttle {
        private final Aggregate aggregate;
        private final RexBuilder builder;

        /// For each column and fill wanted the index of the column that gets it, behind the
        /// aggregate's own.
        final Map<Filled, Integer> extra = new LinkedHashMap<>();

        Fills(Aggregate aggregate, RexBuilder builder) {
            this.aggregate = aggregate;
            this.builder = builder;
        }

        @Override
        public RexNode visitCall(RexCall call) {
            String name = call.getOperator().getName();
            boolean locf = name.equals(LanguageFunctions.LOCF);
            if (!locf && !name.equals(LanguageFunctions.INTERPOLATE)) {
                return super.visitCall(call);
            }
            if (!(call.getOperands().getFirst() instanceof RexInputRef ref)
                    || ref.getIndex() < aggregate.getGroupCount()) {
                throw invalid(
                        name + " must be called on an aggregate column in a gap-filling query");
            }
            PhysicalPlan.Fill kind =
                    locf ? new PhysicalPlan.Fill.WithPrevious(true) : PhysicalPlan.Fill.LINEAR;
            int own = aggregate.getRowType().getFieldCount();
            int index =
                    extra.computeIfAbsent(
                            new Filled(ref.getIndex(), kind), f -> own + extra.size());
            RexNode filled = new RexInputRef(index, ref.getType());
            return filled.getType().equals(call.getType())
                    ? filled
                    : builder.makeAbstractCast(call.getType(), filled, false);
        }
    }

    /// Complains about what is still there.
    private static final class Leftovers extends RelHomogeneousShuttle {
        @Override
        public RelNode visit(RelNode other) {
            other.accept(
                    new RexShuttle() {
                        @Override
                        public RexNode visitCall(RexCall call) {
                            complain(call.getOperator().getName());
                            return super.visitCall(call);
                        }
                    });
            return super.visit(other);
        }

        private static void complain(String function) {
            switch (function) {
                case LanguageFunctions.GAP_FILL, LanguageFunctions.GAP_FILL_WALL_CLOCK ->
                        throw invalid(function + " may only be used as a GROUP BY expression");
                case LanguageFunctions.LOCF, LanguageFunctions.INTERPOLATE ->
                        throw invalid(
                                Objects.requireNonNull(function)
                                        + " may only be used in the SELECT list of a gap-filling"
                                        + " query");
                default -> {}
            }
        }
    }
}
