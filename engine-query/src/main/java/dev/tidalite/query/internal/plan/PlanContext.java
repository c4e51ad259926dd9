package dev.tidalite.query.internal.plan;

import dev.tidalite.engine.Snapshot;
import dev.tidalite.query.internal.schema.QuerySchema;
import dev.tidalite.query.internal.schema.SqlTypes;

import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.tools.RelBuilder;

/// What planning one query needs of Calcite: tables of a snapshot, and a cluster that the nodes
/// of its tree belong to. One per query; used by one thread.
public final class PlanContext {
    private final CalciteCatalogReader catalog;
    private final RelOptCluster cluster;

    public PlanContext(Snapshot snapshot) {
        this.catalog = QuerySchema.over(snapshot);
        HepPlanner planner = Simplification.planner();
        // constants are folded by whoever executes; Calcite's way would compile them with Janino,
        // and count timestamps in milliseconds
        planner.setExecutor((builder, constants, reduced) -> reduced.addAll(constants));
        this.cluster = RelOptCluster.create(planner, new RexBuilder(SqlTypes.FACTORY));
        cluster.setMetadataQuerySupplier(PlainMetadata::new);
    }

    public CalciteCatalogReader catalog() {
        return catalog;
    }

    public RelOptCluster cluster() {
        return cluster;
    }

    /// Builds trees for [Translation#translate]: `scan("t")` is a table of the snapshot, its
    /// columns in alphabetical order.
    public RelBuilder relBuilder() {
        return RelFactories.LOGICAL_BUILDER.create(cluster, catalog);
    }
}
