/// How fast records get into the log and out of it: encoding a batch, appending it as one of many
/// threads, reading the log back.
///
/// In: blocks of TSBS rows. Out: records a second, milliseconds, bytes allocated.
@NullMarked
package dev.tidalite.bench.wal;

import org.jspecify.annotations.NullMarked;
