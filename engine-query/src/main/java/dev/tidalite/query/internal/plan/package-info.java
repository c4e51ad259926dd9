/// From a relational tree to a physical plan. Both languages meet here, and Calcite stops here.
///
/// In: a RelNode, from SQL's validator or from a RelBuilder of a [PlanContext]. On the way: a
/// handful of rules that move conditions towards the tables. Out: a
/// [dev.tidalite.query.internal.exec.PhysicalPlan] that reads no column nobody needs. Knows nothing
/// of either language's text, executes nothing, and asks no cost model.
@NullMarked
package dev.tidalite.query.internal.plan;

import org.jspecify.annotations.NullMarked;
