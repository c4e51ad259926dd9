/// Opens what a stopped or crashed engine left behind. In: a storage. Out: its manifest, its log
/// ready for appending, every record that is not flushed yet handed to a visitor, and a
/// [RecoveryReport].
///
/// Doing it again gives the same, and a crash in the midst of it harms nothing. Never guesses: what
/// was durable and is damaged is an error, unless salvage was asked for.
@NullMarked
package dev.tidalite.engine.internal.recovery;

import org.jspecify.annotations.NullMarked;
