package dev.tidalite.query;

/// Why a query has no result, or no more of it.
public final class QueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final int line;
    private final int column;

    /// What kind of failure it is.
    public enum Code {
        /// The text is wrong, or a value in the data makes what it asks for impossible.
        INVALID,
        /// The database or a table does not exist.
        NOT_FOUND,
        /// It is understood, and not done here.
        UNSUPPORTED,
        /// A limit of rows or memory was reached.
        RESOURCE,
        CANCELLED,
        TIMEOUT,
        /// A fault of this program.
        INTERNAL
    }

    public QueryException(Code code, String message) {
        this(code, message, 0, 0);
    }

    /// @param line of the query's text, from 1; 0 if it is not one place
    /// @param column of that line, in characters from 1; 0 if it is not one place
    public QueryException(Code code, String message, int line, int column) {
        super(message);
        this.code = code;
        this.line = line;
        this.column = column;
    }

    public QueryException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.line = 0;
        this.column = 0;
    }

    public Code code() {
        return code;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
