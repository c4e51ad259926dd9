/// Values computed over the neighbours of a row.
@NullMarked
package dev.tidalite.query.internal.operator.window;

import org.jspecify.annotations.NullMarked;
