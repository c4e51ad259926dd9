package dev.tidalite.query.internal.plan;

import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.rules.FilterAggregateTransposeRule;
import org.apache.calcite.rel.rules.FilterJoinRule;
import org.apache.calcite.rel.rules.FilterMergeRule;
import org.apache.calcite.rel.rules.FilterProjectTransposeRule;
import org.apache.calcite.rel.rules.FilterSetOpTransposeRule;
import org.apache.calcite.rel.rules.ProjectMergeRule;
import org.apache.calcite.rel.rules.ProjectRemoveRule;

/// Moves conditions towards the tables and folds projections: the same few rules for every query,
/// applied until none fits. Columns nobody needs are left to [Translation].
final class Simplification {
    /// Rules are made one by one from their configurations: Calcite's class of all rules makes
    /// each of them, which takes longer than to plan a query.
    private static final HepProgram PROGRAM =
            new HepProgramBuilder()
                    .addMatchOrder(HepMatchOrder.BOTTOM_UP)
                    .addRuleInstance(FilterMergeRule.Config.DEFAULT.toRule())
                    .addRuleInstance(FilterProjectTransposeRule.Config.DEFAULT.toRule())
                    .addRuleInstance(
                            FilterJoinRule.FilterIntoJoinRule.FilterIntoJoinRuleConfig.DEFAULT
                                    .toRule())
                    .addRuleInstance(
                            FilterJoinRule.JoinConditionPushRule.JoinConditionPushRuleConfig.DEFAULT
                                    .toRule())
                    .addRuleInstance(FilterAggregateTransposeRule.Config.DEFAULT.toRule())
                    .addRuleInstance(FilterSetOpTransposeRule.Config.DEFAULT.toRule())
                    .addRuleInstance(ProjectMergeRule.Config.DEFAULT.toRule())
                    .addRuleInstance(ProjectRemoveRule.Config.DEFAULT.toRule())
                    .build();

    private Simplification() {}

    static HepPlanner planner() {
        return new HepPlanner(PROGRAM);
    }

    static RelNode simplify(RelNode rel) {
        HepPlanner planner = (HepPlanner) rel.getCluster().getPlanner();
        planner.setRoot(rel);
        return planner.findBestExp();
    }
}
