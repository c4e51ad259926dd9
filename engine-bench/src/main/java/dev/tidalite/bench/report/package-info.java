/// What a measurement found, and how it is told: figures with every sample, the machine, the
/// versions and the settings, as a table for people and as JSON lines for programs.
///
/// In: samples. Out: [Report]s. A part of a measurement that needs a process of its own runs in a
/// [Fork], which hands its report back the same way. Measures nothing itself.
@NullMarked
package dev.tidalite.bench.report;

import org.jspecify.annotations.NullMarked;
