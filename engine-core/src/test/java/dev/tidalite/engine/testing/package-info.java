/// What tests of several modules share: a [TestSnapshot] over rows given as text, which answers
/// every scan naively and rightly, so that readers of snapshots can be tested without an engine and
/// the engine can be tested against it.
///
/// Slow on purpose; never uses the code that it is the oracle of.
@NullMarked
package dev.tidalite.engine.testing;

import org.jspecify.annotations.NullMarked;
