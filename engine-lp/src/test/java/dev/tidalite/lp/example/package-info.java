/// What the documentation shows, compiled and run.
@NullMarked
package dev.tidalite.lp.example;

import org.jspecify.annotations.NullMarked;
