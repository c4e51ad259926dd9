/// Every benchmark in one go, each in a process of its own, and one page of all.
///
/// In: [Suite], the list of commands and their sizes. Out: one report a benchmark, and one of how
/// long each took. Measures nothing itself but that.
@NullMarked
package dev.tidalite.bench.all;

import org.jspecify.annotations.NullMarked;
