/// Reads tables: works out of conditions what the storage can leave out, and checks what it did
/// not.
@NullMarked
package dev.tidalite.query.internal.operator.scan;

import org.jspecify.annotations.NullMarked;
