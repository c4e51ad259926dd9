/// The engine behind Arrow Flight, without a port of its own.
///
/// In: calls of the gRPC service, with a ticket that holds a query. Out: the query's batches as
/// Arrow messages, as fast as the client takes them. [QueryProducer] says what each call does,
/// [Streams] gives every answer a thread, [QueryStream] sends it, [Failures] is the one table of
/// status codes. Never plans, computes or changes anything itself.
@NullMarked
package dev.tidalite.flight;

import org.jspecify.annotations.NullMarked;
