/// The only door to the disk: every file of an engine is reached through a [Storage], so that tests
/// can put one in its place that loses, tears and reorders what was not synced.
///
/// In: relative names (see [FileName]) and bytes. Out: the same bytes, and the durability that was
/// asked for and not more. Floor: knows no format, no other package of the engine; every failure is
/// an [dev.tidalite.engine.EngineException.Storage].
@NullMarked
package dev.tidalite.engine.internal.storage;

import org.jspecify.annotations.NullMarked;
