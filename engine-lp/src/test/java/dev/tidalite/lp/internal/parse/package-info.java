/// Parts of the parser on their own.
@NullMarked
package dev.tidalite.lp.internal.parse;

import org.jspecify.annotations.NullMarked;
