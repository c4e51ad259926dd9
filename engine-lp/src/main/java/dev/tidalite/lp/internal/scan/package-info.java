/// Finds the next byte of interest in a range: one question, three ways to answer it.
///
/// In: bytes and a range. Out: an index in the range, or its end. The three scanners always give
/// the same answer; [ScalarScanner] is the one to believe. None reads outside the range.
@NullMarked
package dev.tidalite.lp.internal.scan;

import org.jspecify.annotations.NullMarked;
