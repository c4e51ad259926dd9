/// Measurements that anyone can repeat: JMH suites per stage, and whole-path runners beside peers.
@NullMarked
package dev.tidalite.bench;

import org.jspecify.annotations.NullMarked;
