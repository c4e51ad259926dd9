package dev.tidalite.query.internal.plan;

import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.rules.SubQueryRemoveRule;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.tools.RelBuilder;

/// Turns sub-queries inside expressions into joins.
final class SubQueries {
    private SubQueries() {}

    /// The same rows without a sub-query in any expression.
    static RelNode unnest(RelNode root) {
        Search search = new Search();
        root.accept(search);
        RelNode rel = root;
        if (search.foundSubQuery) {
            HepProgramBuilder program = new HepProgramBuilder();
            program.addRuleInstance(SubQueryRemoveRule.Config.FILTER.toRule());
            program.addRuleInstance(SubQueryRemoveRule.Config.PROJECT.toRule());
            program.addRuleInstance(SubQueryRemoveRule.Config.JOIN.toRule());
            HepPlanner planner = new HepPlanner(program.build());
            planner.setRoot(rel);
            rel = planner.findBestExp();
            search = new Search();
            rel.accept(search);
        }
        if (search.foundCorrelate) {
            RelBuilder builder = RelFactories.LOGICAL_BUILDER.create(rel.getCluster(), null);
            rel = RelDecorrelator.decorrelateQuery(rel, builder);
        }
        return rel;
    }

    private static final class Search extends RelHomogeneousShuttle {
        boolean foundSubQuery;
        boolean foundCorrelate;

        @Override
        public RelNode visit(RelNode rel) {
            foundCorrelate |= rel instanceof Correlate;
            foundSubQuery |=
                    switch (rel) {
                        case Filter filter -> RexUtil.SubQueryFinder.containsSubQuery(filter);
                        case Project project -> RexUtil.SubQueryFinder.containsSubQuery(project);
                        case Join join -> RexUtil.SubQueryFinder.containsSubQuery(join);
                        default -> false;
                    };
            return super.visit(rel);
        }
    }
}
