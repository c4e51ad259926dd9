package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;

/// The two ways in which a statement that could be read cannot be planned.
final class Failures {
    private Failures() {}

    /// The statement says something that is wrong.
    static QueryException invalid(String reason) {
        return new QueryException(Code.INVALID, reason);
    }

    /// The statement is right, and not done here.
    static QueryException unsupported(String what) {
        return new QueryException(Code.UNSUPPORTED, "This feature is not implemented: " + what);
    }
}
