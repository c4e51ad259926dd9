/// Every function and operator, declared once: name, argument types, result type, kernel.
///
/// In: a name and the types of arguments. Out: what to cast the arguments to, the type of the
/// result, and code that computes it over columns. The frontends read the declarations, the
/// executor runs them. Kernels are static methods on primitive arrays; functions that are not worth
/// one work value by value, once per distinct value of a dictionary where they can.
@NullMarked
package dev.tidalite.query.internal.function;

import org.jspecify.annotations.NullMarked;
