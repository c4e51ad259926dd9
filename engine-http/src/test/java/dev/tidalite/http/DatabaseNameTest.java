package dev.tidalite.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"b", "home/autogen", "my_db-1:x", "größe", "日本"})
    void lettersDigitsAndFourMarksAreFine(String name) {
        assertThat(DatabaseName.check(name)).isEqualTo(name);
    }

    @Test
    void theRestIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> DatabaseName.check("a b"))
                .hasMessage(
                        "namespace name 'a b' contains invalid character, character number 1 is not"
                                + " whitelisted");
        assertThatThrownBy(() -> DatabaseName.check("x".repeat(65)))
                .hasMessageEndingWith("length must be between 1 and 64 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "db, '',       db",
        "db, autogen,  db",
        "db, Default,  db",
        "db, '''''',   db",
        "db, My_RP,    db/my_rp",
        "foo/my_rp, my_rp, foo/my_rp/my_rp",
    })
    void aRetentionPolicyIsPartOfTheName(String database, String policy, String name) {
        assertThat(DatabaseName.ofRetentionPolicy(database, policy)).isEqualTo(name);
    }
}
