/// Rows of two inputs put together by hashing one of them.
@NullMarked
package dev.tidalite.query.internal.operator.join;

import org.jspecify.annotations.NullMarked;
