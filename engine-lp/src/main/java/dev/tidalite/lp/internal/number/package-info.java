/// Digits to numbers: static methods on byte ranges, eight digits at a time.
///
/// In: bytes and a range. Out: a primitive. Never reads at or behind the end of the range, never
/// rounds a float the wrong way, never allocates except in the fallback for floats that no exact
/// short cut can decide.
@NullMarked
package dev.tidalite.lp.internal.number;

import org.jspecify.annotations.NullMarked;
