package dev.tidalite.query.internal.frontend.influxql.parse;

/// The text is not InfluxQL. The message is the reference parser's, for example `found FROM,
/// expected identifier, string, number, bool at line 1, char 8`.
public final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    SyntaxException(String reason, int line, int column) {
        super(reason + " at line " + line + ", char " + column);
        this.line = line;
        this.column = column;
    }

    /// 1-based.
    public int line() {
        return line;
    }

    /// 1-based, in characters.
    public int column() {
        return column;
    }
}
