package dev.tidalite.query.internal.plan;

import com.google.common.collect.ImmutableList;

import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

import java.util.Set;

/// Answers the few questions that rules and builders ask of a tree, without knowing anything:
/// Calcite's own answers come out of handlers it would generate and compile first.
final class PlainMetadata extends RelMetadataQuery {
    @Override
    public Double getRowCount(RelNode rel) {
        return 1000.0;
    }

    @Override
    public @Nullable Double getMaxRowCount(RelNode rel) {
        return null;
    }

    @Override
    public Double getMinRowCount(RelNode rel) {
        return 0.0;
    }

    @Override
    public @Nullable RelOptCost getCumulativeCost(RelNode rel) {
        return null;
    }

    @Override
    public @Nullable RelOptCost getNonCumulativeCost(RelNode rel) {
        return null;
    }

    @Override
    public RelOptPredicateList getPulledUpPredicates(RelNode rel) {
        return RelOptPredicateList.EMPTY;
    }

    @Override
    public ImmutableList<RelCollation> collations(RelNode rel) {
        return ImmutableList.of();
    }

    @Override
    public @Nullable Boolean areColumnsUnique(
            RelNode rel, ImmutableBitSet columns, boolean ignoreNulls) {
        return null;
    }

    @Override
    public @Nullable Boolean areRowsUnique(RelNode rel, boolean ignoreNulls) {
        return null;
    }

    @Override
    public Double getSelectivity(RelNode rel, @Nullable RexNode predicate) {
        return 0.25;
    }

    @Override
    public Set<ImmutableBitSet> getUniqueKeys(RelNode rel, boolean ignoreNulls) {
        return Set.of();
    }
}
