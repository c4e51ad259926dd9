/// How long an opening takes when a process died with a long log: framing, decompression, and the
/// memtables made again.
///
/// In: rows of [dev.tidalite.bench.tsbs.CpuData] with doubles, written by a process that then
/// halts. Out: a report of a second process that opens what is left.
@NullMarked
package dev.tidalite.bench.recovery;

import org.jspecify.annotations.NullMarked;
