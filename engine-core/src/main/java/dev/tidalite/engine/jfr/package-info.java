/// Events that Java Flight Recorder and any other listener of it can record.
@NullMarked
package dev.tidalite.engine.jfr;

import org.jspecify.annotations.NullMarked;
