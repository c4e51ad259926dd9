package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.query.QueryException;

/// Lines and columns of a text.
final class Positions {
    private Positions() {}

    /// An error at a place of the user's text.
    ///
    /// @param offset of a character; beyond the text means its end
    static QueryException error(QueryException.Code code, String message, String text, int offset) {
        int line = 1;
        int column = 1;
        for (int index = 0; index < Math.min(offset, text.length()); index++) {
            if (text.charAt(index) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return new QueryException(code, message, line, column);
    }
}
