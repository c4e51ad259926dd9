package dev.tidalite.flight;

import org.apache.arrow.flight.sql.impl.FlightSql.XdbcDataType;
import org.apache.arrow.flight.sql.impl.FlightSql.XdbcDatetimeSubcode;
import org.jspecify.annotations.Nullable;

import java.util.List;

/// The types of SQL as ODBC and JDBC describe them: rows of Flight SQL's XDBC type info.
final class XdbcTypes {
    private static final int NULLABLE = 1;
    private static final int SEARCHABLE_BASIC = 2;
    private static final int SEARCHABLE_FULL = 3;

    private static final List<@Nullable Object[]> ROWS =
            List.of(
                    row("BOOLEAN", XdbcDataType.XDBC_BIT, 1, null, SEARCHABLE_BASIC),
                    row("BIGINT", XdbcDataType.XDBC_BIGINT, 19, null, SEARCHABLE_BASIC),
                    row("BIGINT UNSIGNED", XdbcDataType.XDBC_BIGINT, 20, null, SEARCHABLE_BASIC),
                    row("INTEGER", XdbcDataType.XDBC_INTEGER, 10, null, SEARCHABLE_BASIC),
                    row("FLOAT", XdbcDataType.XDBC_FLOAT, 24, null, SEARCHABLE_BASIC),
                    row("DOUBLE", XdbcDataType.XDBC_DOUBLE, 53, null, SEARCHABLE_BASIC),
                    row("VARCHAR", XdbcDataType.XDBC_VARCHAR, 2_147_483_647, "'", SEARCHABLE_FULL),
                    row("DATE", XdbcDataType.XDBC_DATE, 10, "'", SEARCHABLE_BASIC),
                    row("TIME", XdbcDataType.XDBC_TIME, 18, "'", SEARCHABLE_BASIC),
                    row("TIMESTAMP", XdbcDataType.XDBC_TIMESTAMP, 29, "'", SEARCHABLE_BASIC));

    private XdbcTypes() {}

    static List<@Nullable Object[]> rows() {
        return ROWS;
    }

    /// Those of one type, by its number.
    static List<@Nullable Object[]> rows(int dataType) {
        return ROWS.stream().filter(row -> Integer.valueOf(dataType).equals(row[1])).toList();
    }

    /// @param size in digits, bits or characters, as the type has it
    /// @param quote around literals
    private static @Nullable Object[] row(
            String name, XdbcDataType type, int size, @Nullable String quote, int searchable) {
        boolean isNumber = quote == null && type != XdbcDataType.XDBC_BIT;
        boolean isExact = isNumber && size < 24;
        boolean isTime = quote != null && type != XdbcDataType.XDBC_VARCHAR;
        XdbcDataType verbose = isTime ? XdbcDataType.XDBC_DATETIME : type;
        return new @Nullable Object[] {
            name,
            type.getNumber(),
            size,
            quote,
            quote,
            null,
            NULLABLE,
            type == XdbcDataType.XDBC_VARCHAR,
            searchable,
            isNumber ? name.endsWith("UNSIGNED") : null,
            isExact,
            isNumber ? false : null,
            name,
            isExact ? 0 : null,
            isExact ? 0 : null,
            verbose.getNumber(),
            isTime ? subcode(type) : null,
            isNumber ? (isExact ? 10 : 2) : null,
            null,
        };
    }

    private static int subcode(XdbcDataType type) {
        return switch (type) {
            case XDBC_DATE -> XdbcDatetimeSubcode.XDBC_SUBCODE_DATE_VALUE;
            case XDBC_TIME -> XdbcDatetimeSubcode.XDBC_SUBCODE_TIME_VALUE;
            default -> XdbcDatetimeSubcode.XDBC_SUBCODE_TIMESTAMP_VALUE;
        };
    }
}
