/// How long queries take: the TSBS questions over the cpu table, in process, beside other databases
/// given the same rows.
///
/// In: the rows of [dev.tidalite.bench.tsbs.CpuData], which every contender keeps in a folder of
/// its own that is used again. Out: a table of times. This engine is asked in SQL, and in InfluxQL
/// beside it if that is wanted; see [dev.tidalite.bench.query.QueryCommand].
@NullMarked
package dev.tidalite.bench.query;

import org.jspecify.annotations.NullMarked;
