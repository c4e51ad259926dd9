/// JMH's own runner inside the program, with what the engine needs.
@NullMarked
package dev.tidalite.bench.jmh;

import org.jspecify.annotations.NullMarked;
