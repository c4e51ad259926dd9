/// Groups of rows: numbering them by their keys, feeding accumulators, merging what threads found.
@NullMarked
package dev.tidalite.query.internal.operator.aggregate;

import org.jspecify.annotations.NullMarked;
