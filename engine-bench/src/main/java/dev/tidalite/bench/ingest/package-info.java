/// How fast rows go in: line protocol and typed rows into this engine, beside other engines given
/// the same rows.
///
/// In: the rows of [dev.tidalite.bench.tsbs.CpuData]. Out: a report. [IngestCommand] starts one
/// process for each contestant and task; there [IngestRun] opens the contestant, an
/// [IngestTarget], writes, settles, opens it again and counts.
@NullMarked
package dev.tidalite.bench.ingest;

import org.jspecify.annotations.NullMarked;
