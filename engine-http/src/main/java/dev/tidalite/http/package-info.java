/// The engine behind HTTP: v2 and v1 write, v1 and v3 query. Handlers parse a request, call the
/// engine and map errors by one table; they decide nothing else.
@NullMarked
package dev.tidalite.http;

import org.jspecify.annotations.NullMarked;
