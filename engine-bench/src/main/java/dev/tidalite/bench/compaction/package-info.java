/// What merging segments costs: how often rows are written again, and how fast rows come in
/// meanwhile, for rows that arrive in different orders.
@NullMarked
package dev.tidalite.bench.compaction;

import org.jspecify.annotations.NullMarked;
