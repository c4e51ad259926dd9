/// SQL and InfluxQL over a storage engine: text in, Arrow batches out.
///
/// Uses only what `engine-core` exports. Both languages become a physical plan and nothing after
/// that knows which it was.
@NullMarked
package dev.tidalite.query;

import org.jspecify.annotations.NullMarked;
