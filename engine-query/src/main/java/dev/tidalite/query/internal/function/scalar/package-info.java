/// What each scalar function and operator of the registry does to columns.
@NullMarked
package dev.tidalite.query.internal.function.scalar;

import org.jspecify.annotations.NullMarked;
