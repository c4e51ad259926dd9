/// Runs a [PhysicalPlan] over a snapshot: batches of plain arrays go from operator to operator.
///
/// In: a plan, the values of its parameters, a snapshot, limits. Out: batches. The plan is
/// immutable and may be cached; everything that depends on one execution (`now()`, parameters, time
/// ranges worked out from them) is bound when it starts. Knows neither language, no Calcite, no
/// Arrow.
@NullMarked
package dev.tidalite.query.internal.exec;

import org.jspecify.annotations.NullMarked;
