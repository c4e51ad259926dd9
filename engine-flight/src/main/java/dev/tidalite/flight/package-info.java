/// The engine behind Arrow Flight: a producer as a gRPC service without a port of its own.
@NullMarked
package dev.tidalite.flight;

import org.jspecify.annotations.NullMarked;
