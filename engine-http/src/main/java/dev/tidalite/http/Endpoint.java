package dev.tidalite.http;

import java.io.IOException;

/// Answers the requests of one path.
@FunctionalInterface
interface Endpoint {
    /// @throws ApiException to answer with an error in the route's form
    void handle(Exchange exchange) throws IOException;
}
