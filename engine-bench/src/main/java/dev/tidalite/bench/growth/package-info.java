/// How the costs of the engine and of its peers grow with the number of series and of rows.
///
/// In: a list of sizes. Out: a report whose tasks are sizes, so that its pictures are curves with a
/// slope. Every size is a run of `bench ingest` and one of `bench query`, each in a process of its
/// own: nothing is measured here.
@NullMarked
package dev.tidalite.bench.growth;

import org.jspecify.annotations.NullMarked;
