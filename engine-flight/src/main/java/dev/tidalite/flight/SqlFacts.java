package dev.tidalite.flight;

import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.flight.sql.SqlInfoBuilder;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlNullOrdering;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedCaseSensitivity;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedGroupBy;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedSubqueries;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedTransaction;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedUnions;
import org.apache.arrow.flight.sql.impl.FlightSql.SupportedSqlGrammar;

import java.util.List;

/// What Flight SQL clients may ask about the server and its SQL.
final class SqlFacts {
    /// By this name clients know which dialect they talk to.
    static final String NAME = "InfluxDB IOx";

    private static final List<Integer> KNOWN =
            List.of(
                            SqlInfo.FLIGHT_SQL_SERVER_NAME,
                            SqlInfo.FLIGHT_SQL_SERVER_VERSION,
                            SqlInfo.FLIGHT_SQL_SERVER_ARROW_VERSION,
                            SqlInfo.FLIGHT_SQL_SERVER_READ_ONLY,
                            SqlInfo.FLIGHT_SQL_SERVER_SQL,
                            SqlInfo.FLIGHT_SQL_SERVER_SUBSTRAIT,
                            SqlInfo.FLIGHT_SQL_SERVER_TRANSACTION,
                            SqlInfo.FLIGHT_SQL_SERVER_CANCEL,
                            SqlInfo.FLIGHT_SQL_SERVER_BULK_INGESTION,
                            SqlInfo.SQL_DDL_CATALOG,
                            SqlInfo.SQL_DDL_SCHEMA,
                            SqlInfo.SQL_DDL_TABLE,
                            SqlInfo.SQL_IDENTIFIER_CASE,
                            SqlInfo.SQL_IDENTIFIER_QUOTE_CHAR,
                            SqlInfo.SQL_QUOTED_IDENTIFIER_CASE,
                            SqlInfo.SQL_ALL_TABLES_ARE_SELECTABLE,
                            SqlInfo.SQL_NULL_ORDERING,
                            SqlInfo.SQL_SUPPORTS_COLUMN_ALIASING,
                            SqlInfo.SQL_SUPPORTS_TABLE_CORRELATION_NAMES,
                            SqlInfo.SQL_SUPPORTS_EXPRESSIONS_IN_ORDER_BY,
                            SqlInfo.SQL_SUPPORTED_GROUP_BY,
                            SqlInfo.SQL_SUPPORTED_GRAMMAR,
                            SqlInfo.SQL_SUPPORTED_SUBQUERIES,
                            SqlInfo.SQL_SUPPORTED_UNIONS,
                            SqlInfo.SQL_SCHEMA_TERM,
                            SqlInfo.SQL_CATALOG_TERM,
                            SqlInfo.SQL_CATALOG_AT_START,
                            SqlInfo.SQL_SELECT_FOR_UPDATE_SUPPORTED,
                            SqlInfo.SQL_STORED_PROCEDURES_SUPPORTED,
                            SqlInfo.SQL_TRANSACTIONS_SUPPORTED,
                            SqlInfo.SQL_SAVEPOINTS_SUPPORTED,
                            SqlInfo.SQL_BATCH_UPDATES_SUPPORTED)
                    .stream()
                    .map(SqlInfo::getNumber)
                    .toList();

    private final SqlInfoBuilder facts;

    /// @param version of the program
    SqlFacts(String version) {
        facts =
                new SqlInfoBuilder()
                        .withFlightSqlServerName(NAME)
                        .withFlightSqlServerVersion(version)
                        .withFlightSqlServerArrowVersion("1.3")
                        .withFlightSqlServerReadOnly(true)
                        .withFlightSqlServerSql(true)
                        .withFlightSqlServerSubstrait(false)
                        .withFlightSqlServerTransaction(
                                SqlSupportedTransaction.SQL_SUPPORTED_TRANSACTION_NONE)
                        .withFlightSqlServerCancel(false)
                        .withFlightSqlServerBulkIngestion(false)
                        .withSqlDdlCatalog(false)
                        .withSqlDdlSchema(false)
                        .withSqlDdlTable(false)
                        .withSqlIdentifierCase(
                                SqlSupportedCaseSensitivity.SQL_CASE_SENSITIVITY_LOWERCASE)
                        .withSqlIdentifierQuoteChar("\"")
                        .withSqlQuotedIdentifierCase(
                                SqlSupportedCaseSensitivity.SQL_CASE_SENSITIVITY_CASE_INSENSITIVE)
                        .withSqlAllTablesAreSelectable(true)
                        .withSqlNullOrdering(SqlNullOrdering.SQL_NULLS_SORTED_HIGH)
                        .withSqlSupportsColumnAliasing(true)
                        .withSqlSupportsTableCorrelationNames(true)
                        .withSqlSupportsExpressionsInOrderBy(true)
                        .withSqlSupportedGroupBy(
                                SqlSupportedGroupBy.SQL_GROUP_BY_UNRELATED,
                                SqlSupportedGroupBy.SQL_GROUP_BY_BEYOND_SELECT)
                        .withSqlSupportedGrammar(
                                SupportedSqlGrammar.SQL_MINIMUM_GRAMMAR,
                                SupportedSqlGrammar.SQL_CORE_GRAMMAR)
                        .withSqlSubQueriesSupported(
                                SqlSupportedSubqueries.SQL_SUBQUERIES_IN_COMPARISONS,
                                SqlSupportedSubqueries.SQL_SUBQUERIES_IN_EXISTS,
                                SqlSupportedSubqueries.SQL_SUBQUERIES_IN_INS)
                        .withSqlSupportedUnions(
                                SqlSupportedUnions.SQL_UNION, SqlSupportedUnions.SQL_UNION_ALL)
                        .withSqlSchemaTerm("schema")
                        .withSqlCatalogTerm("catalog")
                        .withSqlCatalogAtStart(true)
                        .withSqlSelectForUpdateSupported(false)
                        .withSqlStoredProceduresSupported(false)
                        .withSqlTransactionsSupported(false)
                        .withSqlSavepointsSupported(false)
                        .withSqlBatchUpdatesSupported(false);
    }

    /// Sends the whole answer. Facts that are not known are left out.
    ///
    /// @param wanted by their numbers; all if there are none
    void send(List<Integer> wanted, ServerStreamListener listener) {
        List<Integer> known = wanted.stream().distinct().filter(KNOWN::contains).toList();
        if (known.isEmpty() && !wanted.isEmpty()) {
            throw Failures.invalid("none of the facts " + wanted + " is known");
        }
        facts.send(wanted.isEmpty() ? KNOWN : known, listener);
    }
}
