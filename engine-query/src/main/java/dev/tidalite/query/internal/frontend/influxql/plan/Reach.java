package dev.tidalite.query.internal.frontend.influxql.plan;

/// What a SELECT asks for and what it has to read for that.
///
/// @param asked the windows that come out
/// @param read with the windows around them that functions along the time look at
record Reach(TimeSpan asked, TimeSpan read) {
    boolean readsMore() {
        return !asked.equals(read);
    }
}
