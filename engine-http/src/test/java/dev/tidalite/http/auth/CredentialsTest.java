package dev.tidalite.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "Token abc,            abc",
                "Bearer abc,           abc",
                "Basic dTphOmI=,       a:b",
                "Basic Om9ubHk=,       only",
                "token abc,            -",
                "BEARER abc,           -",
                "abc,                  -",
                "Basic dW5jb2xvbmVk,   -",
                "Basic ***,            -",
                "-,                    -",
            })
    void schemesAreExact(String header, String token) {
        assertThat(Credentials.ofHeader(header).orElse(null)).isEqualTo(token);
    }
}
