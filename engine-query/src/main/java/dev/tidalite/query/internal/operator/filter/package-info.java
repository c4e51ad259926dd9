/// Rows chosen and columns computed, batch by batch.
@NullMarked
package dev.tidalite.query.internal.operator.filter;

import org.jspecify.annotations.NullMarked;
