package dev.tidalite.cli;

import dev.tidalite.http.HttpConfig;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/// Where and how a [Server] listens.
///
/// @param port 0 picks a free one
/// @param identity its certificate and key; null serves without TLS
/// @param accessLog the file that gets a line a request; null for none
record ServerSettings(
        String host,
        int port,
        HttpConfig http,
        @Nullable PemIdentity identity,
        @Nullable Path accessLog) {}
