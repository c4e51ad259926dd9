/// Steady writes and queries for as long as one likes: whether latencies and memory stay what they
/// are. This engine alone, in one process.
@NullMarked
package dev.tidalite.bench.soak;

import org.jspecify.annotations.NullMarked;
