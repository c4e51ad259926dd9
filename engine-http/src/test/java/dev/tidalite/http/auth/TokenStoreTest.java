package dev.tidalite.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class TokenStoreTest {
    @TempDir Path folder = Path.of("");

    @Test
    void aTokenIsKnownAfterwardsAndOnlyItsHashIsKept() throws IOException {
        String token =
                new TokenStore(folder).create("sensor", Permissions.parse("write:home,read:home"));

        TokenStore again = new TokenStore(folder);

        assertThat(again.find(token).orElseThrow().mayWrite("home")).isTrue();
        assertThat(again.find(token).orElseThrow().mayRead("other")).isFalse();
        assertThat(again.find(token + "x")).isEmpty();
        assertThat(Files.readString(folder.resolve("tokens"))).doesNotContain(token);
    }

    @Test
    void aTokenMadeOrRevokedElsewhereCountsAtOnce() throws IOException {
        TokenStore running = new TokenStore(folder);
        assertThat(running.isEmpty()).isTrue();

        String token = new TokenStore(folder).create("a", Permissions.ADMIN);
        assertThat(running.find(token).orElseThrow().isAdmin()).isTrue();

        assertThat(new TokenStore(folder).revoke("a")).isTrue();
        assertThat(running.find(token)).isEmpty();
    }

    @Test
    void configuredTokensMayDoEverythingAndAreNotKept() throws IOException {
        TokenStore store = new TokenStore(folder);
        store.admit("secret");

        assertThat(store.find("secret").orElseThrow().mayWrite("anything")).isTrue();
        assertThat(store.list()).isEmpty();
        assertThat(store.isEmpty()).isFalse();
    }

    @Test
    void aBrokenFileIsToldNotIgnored() throws IOException {
        Files.writeString(folder.resolve("tokens"), "nonsense\n");

        assertThatThrownBy(() -> new TokenStore(folder).list())
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("line 1 is no token");
    }

    @Test
    void namesAreUniqueAndPermissionsChecked() throws IOException {
        TokenStore store = new TokenStore(folder);
        store.create("a", Permissions.ADMIN);

        assertThatThrownBy(() -> store.create("a", Permissions.ADMIN))
                .hasMessage("there is a token 'a' already");
        assertThatThrownBy(() -> Permissions.parse("read:"))
                .hasMessage("'read:' is no permission; say admin, read:DATABASE or write:DATABASE");
        assertThat(Permissions.parse("write:*").mayWrite("x")).isTrue();
    }
}
