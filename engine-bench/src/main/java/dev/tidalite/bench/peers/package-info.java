/// Servers in processes of their own, ours and others: how each is started, written to and asked
/// over its own HTTP, by one client that costs as little as possible.
///
/// QuestDB comes with the class path; InfluxDB and VictoriaMetrics are programs that have to be on
/// the PATH, and are left out with a word where they are not.
@NullMarked
package dev.tidalite.bench.peers;

import org.jspecify.annotations.NullMarked;
