/// Options that mean the same in several benchmarks, each a mixin with the default of its command.
@NullMarked
package dev.tidalite.bench.options;

import org.jspecify.annotations.NullMarked;
