package dev.tidalite.bench.query;

import java.io.IOException;

/// A database that answers questions, open and filled. Used by one thread; however many it uses
/// itself.
interface Contender extends AutoCloseable {
    /// Answers a question and looks at every batch, or every value, of the result in the fastest
    /// way there is.
    ///
    /// @return how many rows, or bytes, the answer has
    long run(TsbsQuestion question) throws Exception;

    /// The nearest question whose answer can be compared with that of others.
    default TsbsQuestion exact(TsbsQuestion question) {
        return question;
    }

    /// Answers a question so that it can be compared.
    Answer answer(TsbsQuestion question) throws Exception;

    @Override
    void close() throws IOException;
}
