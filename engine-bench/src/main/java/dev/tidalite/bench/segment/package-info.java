/// How fast segments are written and read, beside parquet-java on the same rows.
///
/// In: the TSBS cpu table, sorted by host. Out: rows a second, bytes allocated, bytes in the file.
@NullMarked
package dev.tidalite.bench.segment;

import org.jspecify.annotations.NullMarked;
