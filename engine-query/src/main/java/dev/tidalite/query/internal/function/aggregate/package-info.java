/// Aggregates: state per group in plain arrays, fed by ranges or by group numbers, merged across
/// threads.
@NullMarked
package dev.tidalite.query.internal.function.aggregate;

import org.jspecify.annotations.NullMarked;
