/// Relational nodes that neither SQL's nor Calcite's algebra has a word for.
///
/// Both languages put them into their trees; [dev.tidalite.query.internal.plan.Translation] turns
/// them into the physical nodes of the same names. They carry constants as the executor's
/// expressions already, since no rule looks into them.
@NullMarked
package dev.tidalite.query.internal.plan.rel;

import org.jspecify.annotations.NullMarked;
