package dev.tidalite.http;

import dev.tidalite.query.QueryLimits;

/// How the adapter behaves.
///
/// @param queryLimits of each query
/// @param createsDatabases whether a write to a database that does not exist makes it
/// @param version what `/ping` and `/health` say the program is
public record HttpConfig(
        HttpLimits limits, QueryLimits queryLimits, boolean createsDatabases, String version) {
    /// Everything at its default.
    public static HttpConfig of(String version) {
        return new HttpConfig(HttpLimits.DEFAULT, QueryLimits.DEFAULT, true, version);
    }

    public HttpConfig withLimits(HttpLimits other) {
        return new HttpConfig(other, queryLimits, createsDatabases, version);
    }

    public HttpConfig withQueryLimits(QueryLimits other) {
        return new HttpConfig(limits, other, createsDatabases, version);
    }

    /// Writes to databases that do not exist are refused.
    public HttpConfig withoutCreatingDatabases() {
        return new HttpConfig(limits, queryLimits, false, version);
    }
}
