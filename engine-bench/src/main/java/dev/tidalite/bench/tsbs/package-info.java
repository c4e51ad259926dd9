/// Data in the shapes of the Time Series Benchmark Suite, made on the spot and always the same for
/// the same seed. Out: line protocol, or the same rows typed. Never the bottleneck of what it
/// feeds.
@NullMarked
package dev.tidalite.bench.tsbs;

import org.jspecify.annotations.NullMarked;
