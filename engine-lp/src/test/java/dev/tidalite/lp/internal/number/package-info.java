/// Numbers against the JDK's own.
@NullMarked
package dev.tidalite.lp.internal.number;

import org.jspecify.annotations.NullMarked;
