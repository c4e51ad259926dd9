package dev.tidalite.http;

import dev.tidalite.query.SeriesReader;

import java.io.IOException;
import java.io.OutputStream;

/// Writes what a v1 query answers: for each statement its series, or an error. Used by one thread;
/// does not own the stream.
sealed interface AnswerV1 permits CsvAnswer, JsonAnswer, PackedAnswer {
    /// The statement failed.
    void error(int statement, String message) throws IOException;

    /// Writes all series of a statement.
    void series(int statement, SeriesReader series) throws IOException;

    /// All statements have been told.
    void end() throws IOException;

    /// How an answer is to look.
    ///
    /// @param chunked whether it comes in pieces, each a document of its own
    /// @param rowsMax rows in one piece; unlimited unless it is chunked
    /// @param pretty whether JSON is indented
    record Shape(TimeFormat times, boolean chunked, int rowsMax, boolean pretty) {}

    /// In which format an answer is.
    enum Form {
        JSON("application/json"),
        CSV("application/csv"),
        TEXT_CSV("text/csv"),
        PACKED("application/x-msgpack");

        private final String contentType;

        Form(String contentType) {
            this.contentType = contentType;
        }

        String contentType() {
            return contentType;
        }

        /// The first format of an `Accept` header that is known; JSON if there is none.
        static Form of(String accept) {
            for (String wanted : accept.split(",")) {
                String type = wanted.split(";", 2)[0].strip();
                for (Form form : values()) {
                    if (form.contentType.equals(type)) {
                        return form;
                    }
                }
            }
            return JSON;
        }

        /// @param statements how many will be told
        AnswerV1 open(Shape shape, int statements, OutputStream out) throws IOException {
            return switch (this) {
                case JSON -> new JsonAnswer(shape, out);
                case CSV, TEXT_CSV -> new CsvAnswer(shape, out);
                case PACKED -> new PackedAnswer(shape, statements, out);
            };
        }
    }
}
