/// Inputs one after the other, and rows that the plan itself holds.
@NullMarked
package dev.tidalite.query.internal.operator.union;

import org.jspecify.annotations.NullMarked;
