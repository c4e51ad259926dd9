/// From InfluxQL statements to physical plans.
///
/// In: a parsed statement and the schemas of a snapshot. Out: a
/// [dev.tidalite.query.internal.exec.PhysicalPlan] whose rows come series by series: the
/// measurement, the time, the group's tags, then the columns asked for. On the way every wildcard
/// and pattern becomes names, every condition on the time becomes a range, and every measurement
/// gets a plan of its own, because InfluxQL knows at planning which measurements there are.
///
/// Goes to the physical plan directly: what InfluxQL says of rows that are not there (gaps, series,
/// selected rows) has words in the physical plan and none in relational algebra, and a query then
/// needs no relational planner to start. Imports neither Calcite nor Arrow.
@NullMarked
package dev.tidalite.query.internal.frontend.influxql.plan;

import org.jspecify.annotations.NullMarked;
