/// How fast rows get into a memtable, and out of it sorted.
///
/// In: blocks of TSBS rows. Out: milliseconds for all of them, bytes allocated.
@NullMarked
package dev.tidalite.bench.memtable;

import org.jspecify.annotations.NullMarked;
