package dev.tidalite.query.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.testing.TestSnapshot;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;

import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

final class TranslationTest {
    @Test
    void aBuiltTreeReadsOnlyTheColumnsItNeeds() {
        TestSnapshot snapshot =
                TestSnapshot.ofLines("db", "cpu,host=a,region=r usage=1.5,idle=2 1");
        RelBuilder builder = new PlanContext(snapshot).relBuilder();
        builder.scan("cpu")
                .filter(builder.equals(builder.field("host"), builder.literal("a")))
                .aggregate(
                        builder.groupKey("region"),
                        builder.aggregateCall(SqlStdOperatorTable.MAX, builder.field("usage"))
                                .as("m"));
        PhysicalPlan plan = Translation.translate(builder.build());
        assertThat(plan.columns())
                .extracting(PlanColumn::toString)
                .containsExactly("region UTF8", "m FLOAT64");
        PhysicalPlan.Aggregate aggregate = (PhysicalPlan.Aggregate) plan;
        PhysicalPlan.Scan scan = (PhysicalPlan.Scan) aggregate.input();
        assertThat(scan.columns())
                .extracting(PlanColumn::name)
                .containsExactly("host", "region", "usage");
        assertThat(scan.filters()).hasToString("[($0 = 'a')]");
        assertThat(aggregate.keys()).hasToString("[$1]");
    }
}
