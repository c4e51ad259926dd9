/// What running code needs and no format knows: named threads, closing in the right order, clocks.
///
/// Floor: imports nothing of the engine but its exceptions.
@NullMarked
package dev.tidalite.engine.internal.runtime;

import org.jspecify.annotations.NullMarked;
