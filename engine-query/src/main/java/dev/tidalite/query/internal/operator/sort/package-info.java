/// Rows in order: by keys, the first few of them, without repetition.
@NullMarked
package dev.tidalite.query.internal.operator.sort;

import org.jspecify.annotations.NullMarked;
