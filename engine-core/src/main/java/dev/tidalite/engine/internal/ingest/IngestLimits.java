package dev.tidalite.engine.internal.ingest;

import dev.tidalite.lp.DecodeLimits;

/// What a write may ask for at most.
///
/// @param tablesMax tables of one database
/// @param columnsMax columns of one table, the time included
/// @param nameBytesMax UTF-8 bytes of the name of a database, table or column
/// @param requestBytesMax bytes of one request
/// @param decode limits of the line decoder
public record IngestLimits(
        int tablesMax,
        int columnsMax,
        int nameBytesMax,
        int requestBytesMax,
        DecodeLimits decode) {}
