package dev.tidalite.http;

/// The rule for names of databases (namespaces, buckets) that come in over HTTP.
final class DatabaseName {
    private static final int BYTES_MAX = 64;
    private static final String PUNCTUATION = "/_-:";

    private DatabaseName() {}

    /// @return the name
    /// @throws ApiException 400 if it is not 1 to 64 bytes of letters, digits and `/_-:`
    static String check(String name) {
        int bytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > BYTES_MAX) {
            throw ApiException.invalid(
                    "namespace name "
                            + name
                            + " length must be between 1 and "
                            + BYTES_MAX
                            + " characters");
        }
        int number = 0;
        for (int at = 0; at < name.length(); number++) {
            int c = name.codePointAt(at);
            if (!Character.isLetterOrDigit(c) && PUNCTUATION.indexOf(c) < 0) {
                throw ApiException.invalid(
                        "namespace name '"
                                + name
                                + "' contains invalid character, character number "
                                + number
                                + " is not whitelisted");
            }
            at += Character.charCount(c);
        }
        return name;
    }

    /// The database that v1 means by a database and a retention policy: the database alone for the
    /// default policies, else both joined by a slash.
    static String ofRetentionPolicy(String database, String policy) {
        String plain = policy.toLowerCase(java.util.Locale.ROOT);
        return switch (plain) {
            case "", "''", "autogen", "default" -> database;
            default -> database + "/" + plain;
        };
    }
}
