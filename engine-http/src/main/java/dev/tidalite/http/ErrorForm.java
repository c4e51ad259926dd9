package dev.tidalite.http;

/// How an interface says that something went wrong.
enum ErrorForm {
    /// `{"code":"invalid","message":"…"}`, with `line` after the code where a line is at fault.
    V2 {
        @Override
        String body(ApiException error) {
            return Json.object(json -> {
                json.writeStringField("code", code(error.status()));
                if (error.lineNumber() > 0) {
                    json.writeNumberField("line", error.lineNumber());
                }
                json.writeStringField("message", error.getMessage());
            });
        }
    },
    /// As [#V2], and once more under `error` behind the words by which clients of v1 tell what
    /// went wrong.
    V1_WRITE {
        @Override
        String body(ApiException error) {
            return Json.object(json -> {
                json.writeStringField("code", code(error.status()));
                json.writeStringField("message", error.getMessage());
                json.writeStringField("error", wordsOfV1(error.getMessage()) + error.getMessage());
            });
        }

        private static String wordsOfV1(String message) {
            if (message.contains("schema conflict")) {
                return "field type conflict: ";
            }
            if (message.contains("outside of the retention period")) {
                return "points beyond retention policy: ";
            }
            return message.contains("error parsing line") ? "unable to parse: " : "";
        }
    },
    /// `{"error":"…"}`, as v1 query and all of v3.
    ERROR {
        @Override
        String body(ApiException error) {
            return Json.object(json -> json.writeStringField("error", error.getMessage()));
        }
    };

    abstract String body(ApiException error);

    /// The word for a status in the form of v2.
    static String code(int status) {
        return switch (status) {
            case 400 -> "invalid";
            case 401 -> "unauthorized";
            case 403 -> "forbidden";
            case 404 -> "not found";
            case 405 -> "method not allowed";
            case 409 -> "conflict";
            case 413 -> "request too large";
            case 415 -> "unsupported media type";
            case 422 -> "unprocessable entity";
            case 429 -> "too many requests";
            case 503 -> "unavailable";
            default -> "internal error";
        };
    }
}
