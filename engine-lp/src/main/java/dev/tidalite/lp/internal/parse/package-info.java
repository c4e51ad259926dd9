/// One line at a time: where it ends, what stands in it, which rule it breaks.
///
/// In: a range of bytes. Out: [LineTokens], or a [Fault]. Makes no call to a sink before the part
/// of the line it speaks of is known to be good.
@NullMarked
package dev.tidalite.lp.internal.parse;

import org.jspecify.annotations.NullMarked;
