package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;

import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.parser.SqlParseException;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Calcite complains about, in the dialect's words and at the user's place.
final class Complaints {
    private static final Pattern NO_TABLE = Pattern.compile("Object '(.*)' not found.*");
    private static final Pattern NO_COLUMN =
            Pattern.compile("Column '(.*)' not found in any table.*");
    private static final Pattern NO_COLUMN_IN_TABLE =
            Pattern.compile("Column '(.*)' not found in table '(.*)'.*");
    private static final Pattern NO_QUALIFIER = Pattern.compile("Table '(.*)' not found.*");
    private static final Pattern NO_FUNCTION =
            Pattern.compile("No match found for function signature (\\w+)\\(.*");
    private static final Pattern NOT_GROUPED =
            Pattern.compile("Expression '(.*)' is not being grouped");
    private static final Pattern NOT_APPLICABLE =
            Pattern.compile(
                    "(?s)Cannot apply '(=|<>|<|<=|>|>=|AND|OR)' to arguments of type"
                            + " '<(.*?)> \\S+ <(.*?)>'.*");
    private static final Map<String, String> TYPES =
            Map.of(
                    "BOOLEAN", "Boolean",
                    "BIGINT", "Int64",
                    "INTEGER", "Int64",
                    "UBIGINT", "UInt64",
                    "DOUBLE", "Float64",
                    "VARCHAR", "Utf8",
                    "CHAR", "Utf8",
                    "TIMESTAMP", "Timestamp(Nanosecond, None)",
                    "DATE", "Date32");
    private static final Pattern UNEXPECTED =
            Pattern.compile("(?s)Encountered \"(.*?)\" at line.*");

    private Complaints() {}

    /// What Calcite throws where it did not expect to. Somewhere below may lie a complaint of ours.
    static QueryException of(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
            if (cause instanceof QueryException own) {
                return own;
            }
        }
        if (cause instanceof StackOverflowError) {
            return new QueryException(Code.RESOURCE, "the query is nested too deeply", failure);
        }
        String said = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        if (said.startsWith("not found: ")) {
            // so says the rule that makes joins of sub-queries of one inside a window
            return new QueryException(
                    Code.UNSUPPORTED, "a sub-query is not supported inside a window", failure);
        }
        boolean isRefusal =
                cause instanceof UnsupportedOperationException
                        || cause instanceof IllegalArgumentException
                        || cause instanceof CalciteException;
        return new QueryException(
                isRefusal ? Code.UNSUPPORTED : Code.INTERNAL,
                "This query cannot be planned: " + said,
                failure);
    }

    static QueryException of(SqlParseException complaint, Rewritten rewritten, String source) {
        String said = String.valueOf(complaint.getMessage());
        Matcher unexpected = UNEXPECTED.matcher(said);
        String message = said.lines().findFirst().orElse(said);
        if (unexpected.matches()) {
            String token = unexpected.group(1).replace("\\\"", "\"").replace("\"", "").strip();
            message = token.equals("<EOF>") ? "Unexpected end of the query" : "Unexpected " + token;
        }
        int offset =
                complaint.getPos() == null
                        ? 0
                        : rewritten.source(complaint.getPos().getColumnNum());
        if (message.startsWith("Unexpected end")) {
            offset = source.length();
        }
        return Positions.error(Code.INVALID, "sql parser error: " + message, source, offset);
    }

    static QueryException of(
            CalciteContextException complaint, Rewritten rewritten, String source) {
        Throwable cause = complaint.getCause();
        int offset = rewritten.source(Math.max(1, complaint.getPosColumn()));
        if (cause instanceof QueryException own) {
            return Positions.error(own.code(), String.valueOf(own.getMessage()), source, offset);
        }
        String said = String.valueOf(cause == null ? complaint.getMessage() : cause.getMessage());
        Matcher table = NO_TABLE.matcher(said);
        if (table.matches()) {
            return Positions.error(
                    Code.NOT_FOUND,
                    "table 'public.iox." + table.group(1) + "' not found",
                    source,
                    offset);
        }
        return Positions.error(Code.INVALID, message(said), source, offset);
    }

    /// Whether a column's table, or the column it is a field of, was not found.
    static boolean isUnknownQualifier(CalciteContextException complaint) {
        Throwable cause = complaint.getCause();
        return cause != null && NO_QUALIFIER.matcher(String.valueOf(cause.getMessage())).matches();
    }

    private static String message(String said) {
        Matcher column = NO_COLUMN.matcher(said);
        if (column.matches()) {
            return "Schema error: No field named " + column.group(1) + ".";
        }
        Matcher inTable = NO_COLUMN_IN_TABLE.matcher(said);
        if (inTable.matches()) {
            return "Schema error: No field named "
                    + inTable.group(2)
                    + "."
                    + inTable.group(1)
                    + ".";
        }
        Matcher qualifier = NO_QUALIFIER.matcher(said);
        if (qualifier.matches()) {
            return "Schema error: No table named " + qualifier.group(1) + " in this query.";
        }
        Matcher function = NO_FUNCTION.matcher(said);
        if (function.matches()) {
            return "Invalid function '" + function.group(1) + "'";
        }
        Matcher grouped = NOT_GROUPED.matcher(said);
        if (grouped.matches()) {
            return "Projection references non-aggregate values: Expression "
                    + grouped.group(1)
                    + " is neither in the GROUP BY clause nor in an aggregate";
        }
        Matcher operation = NOT_APPLICABLE.matcher(said);
        if (operation.matches()) {
            String operator = operation.group(1);
            boolean isLogical = Character.isLetter(operator.charAt(0));
            return "Error during planning: Cannot infer common argument type for "
                    + (isLogical ? "logical boolean" : "comparison")
                    + " operation "
                    + type(operation.group(2))
                    + " "
                    + (operator.equals("<>") ? "!=" : operator)
                    + " "
                    + type(operation.group(3));
        }
        return "Error during planning: " + said;
    }

    /// Calcite's name of a type in the dialect's words, as far as it is a plain one.
    private static String type(String name) {
        int length = name.indexOf('(');
        return TYPES.getOrDefault(length < 0 ? name : name.substring(0, length), name);
    }
}
