/// How fast rows go in: line protocol and typed rows into an engine, beside other engines given the
/// same rows.
///
/// In: the rows of [dev.tidalite.bench.tsbs.CpuData]. Out: a table of figures. Every contestant
/// runs in the same process one after the other, so that one command compares them; see
/// [IngestBench#run].
@NullMarked
package dev.tidalite.bench.ingest;

import org.jspecify.annotations.NullMarked;
