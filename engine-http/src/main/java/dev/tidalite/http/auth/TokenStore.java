package dev.tidalite.http.auth;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The tokens that a server knows. A token itself is shown once, when it is made; the file keeps
/// its SHA-256, which is enough because a token made here has 256 random bits.
///
/// The file is text: `name TAB sha256 TAB permissions TAB created`, one token a line. It is read
/// again when it has changed, so that a token made or revoked by another process counts at once.
///
/// Safe for use by many threads.
public final class TokenStore {
    private static final int TOKEN_BYTES = 32;
    private static final String FILE = "tokens";

    private final Path file;
    private final List<Token> fixed = new ArrayList<>();
    private List<Token> stored = List.of();
    private @Nullable Version read;

    /// Tells one state of the file from another; a fresh file is renamed into place, so that its
    /// key changes though its time may not.
    private record Version(@Nullable Object key, FileTime changed, long bytes) {
        static Version of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(now.fileKey(), now.lastModifiedTime(), now.size());
        }
    }

    /// A token as it is listed.
    ///
    /// @param hash hexadecimal SHA-256 of the token's UTF-8
    public record Token(String name, String hash, Permissions permissions, Instant created) {}

    /// @param folder the data folder; it need not hold a token file yet
    public TokenStore(Path folder) {
        this.file = folder.resolve(FILE);
    }

    /// Lets in a token that is configured and not kept in the file; it may do everything.
    public synchronized void admit(String token) {
        fixed.add(new Token("configured", hash(token), Permissions.ADMIN, Instant.EPOCH));
    }

    /// Whether there is no token at all, neither configured nor stored.
    public synchronized boolean isEmpty() throws IOException {
        refresh();
        return fixed.isEmpty() && stored.isEmpty();
    }

    public synchronized List<Token> list() throws IOException {
        refresh();
        return stored;
    }

    /// Makes a token and keeps its hash.
    ///
    /// @return the token, which nothing can tell again later
    /// @throws IllegalArgumentException if the name is taken or holds a tab or newline
    public synchronized String create(String name, Permissions permissions) throws IOException {
        refresh();
        if (name.isBlank() || name.contains("\t") || name.contains("\n")) {
            throw new IllegalArgumentException("'" + name + "' can't be the name of a token");
        }
        if (stored.stream().anyMatch(t -> t.name().equals(name))) {
            throw new IllegalArgumentException("there is a token '" + name + "' already");
        }
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        List<Token> tokens = new ArrayList<>(stored);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        tokens.add(new Token(name, hash(token), permissions, now));
        write(tokens);
        return token;
    }

    /// @return whether there was a token of that name
    public synchronized boolean revoke(String name) throws IOException {
        refresh();
        List<Token> tokens = new ArrayList<>(stored);
        boolean found = tokens.removeIf(t -> t.name().equals(name));
        if (found) {
            write(tokens);
        }
        return found;
    }

    /// What a token permits, or nothing if it is unknown. Takes the same time for every token that
    /// is not known.
    public synchronized Optional<Permissions> find(String token) throws IOException {
        refresh();
        byte[] hash = hash(token).getBytes(StandardCharsets.US_ASCII);
        Optional<Permissions> found = Optional.empty();
        for (List<Token> tokens : List.of(fixed, stored)) {
            for (Token known : tokens) {
                byte[] wanted = known.hash().getBytes(StandardCharsets.US_ASCII);
                if (MessageDigest.isEqual(wanted, hash)) {
                    found = Optional.of(known.permissions());
                }
            }
        }
        return found;
    }

    private void refresh() throws IOException {
        if (!Files.exists(file)) {
            stored = List.of();
            read = null;
            return;
        }
        Version now = Version.of(file);
        if (now.equals(read)) {
            return;
        }
        List<Token> tokens = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String[] parts = line.split("\t", -1);
            if (parts.length != 4) {
                throw new IOException(file + " line " + number + " is no token");
            }
            tokens.add(
                    new Token(
                            parts[0],
                            parts[1],
                            Permissions.parse(parts[2]),
                            Instant.parse(parts[3])));
        }
        stored = List.copyOf(tokens);
        read = now;
    }

    private void write(List<Token> tokens) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Token token : tokens) {
            text.append(token.name())
                    .append('\t')
                    .append(token.hash())
                    .append('\t')
                    .append(token.permissions())
                    .append('\t')
                    .append(token.created())
                    .append('\n');
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = file.resolveSibling(FILE + ".new");
        Files.writeString(fresh, text);
        if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(
                    fresh, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        stored = List.copyOf(tokens);
        read = Version.of(file);
    }

    private static String hash(String token) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
