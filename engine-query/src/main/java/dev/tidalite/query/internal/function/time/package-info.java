/// Calendar time in nanoseconds: parsing, printing, binning, truncating, taking apart.
@NullMarked
package dev.tidalite.query.internal.function.time;

import org.jspecify.annotations.NullMarked;
