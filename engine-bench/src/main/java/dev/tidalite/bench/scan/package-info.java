/// Scans beside DuckDB over the very same files, and what compaction costs.
@NullMarked
package dev.tidalite.bench.scan;

import org.jspecify.annotations.NullMarked;
