/// The shape of a table: its columns, their roles and types. Immutable values, no behaviour beyond
/// looking columns up; everything else in the engine speaks in these words.
@NullMarked
package dev.tidalite.engine.schema;

import org.jspecify.annotations.NullMarked;
