package dev.tidalite.bench.query;

import com.fasterxml.jackson.databind.JsonNode;

/// How a server is asked a question over its HTTP, and what its JSON means.
interface Dialect {
    /// Where it is asked, with the query of the address.
    String path(TsbsQuestion question);

    /// @param body of the answer
    Answer read(TsbsQuestion question, JsonNode body);

    /// The nearest question that the language can express exactly.
    default TsbsQuestion exact(TsbsQuestion question) {
        return question;
    }
}
