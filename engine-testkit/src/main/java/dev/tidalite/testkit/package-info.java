/// What every module's tests share: data-driven text cases, printed seeds, generators.
/// Knows JUnit and no class of the engine.
@NullMarked
package dev.tidalite.testkit;

import org.jspecify.annotations.NullMarked;
