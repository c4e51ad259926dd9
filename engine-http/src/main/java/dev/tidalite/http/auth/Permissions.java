package dev.tidalite.http.auth;

import java.util.Set;
import java.util.TreeSet;

/// What a token permits: everything, or reading and writing of named databases.
///
/// Written as words separated by commas: `admin`, `read:DATABASE`, `write:DATABASE`; `*` stands for
/// every database.
public final class Permissions {
    public static final Permissions ADMIN = new Permissions(true, Set.of(), Set.of());

    private static final String ANY = "*";
    private static final String READ = "read:";
    private static final String WRITE = "write:";

    private final boolean admin;
    private final Set<String> readable;
    private final Set<String> writable;

    private Permissions(boolean admin, Set<String> readable, Set<String> writable) {
        this.admin = admin;
        this.readable = readable;
        this.writable = writable;
    }

    /// @throws IllegalArgumentException naming the word that is no permission
    public static Permissions parse(String text) {
        boolean admin = false;
        Set<String> readable = new TreeSet<>();
        Set<String> writable = new TreeSet<>();
        for (String word : text.split(",", -1)) {
            if (word.equals("admin")) {
                admin = true;
            } else if (word.startsWith(READ) && word.length() > READ.length()) {
                readable.add(word.substring(READ.length()));
            } else if (word.startsWith(WRITE) && word.length() > WRITE.length()) {
                writable.add(word.substring(WRITE.length()));
            } else {
                throw new IllegalArgumentException(
                        "'"
                                + word
                                + "' is no permission; say admin, read:DATABASE or write:DATABASE");
            }
        }
        return new Permissions(admin, readable, writable);
    }

    /// May create and drop databases, flush, and do everything else.
    public boolean isAdmin() {
        return admin;
    }

    public boolean mayRead(String database) {
        return admin || readable.contains(database) || readable.contains(ANY);
    }

    public boolean mayWrite(String database) {
        return admin || writable.contains(database) || writable.contains(ANY);
    }

    @Override
    public String toString() {
        Set<String> words = new TreeSet<>();
        if (admin) {
            words.add("admin");
        }
        readable.forEach(database -> words.add(READ + database));
        writable.forEach(database -> words.add(WRITE + database));
        return String.join(",", words);
    }
}
