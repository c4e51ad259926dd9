package dev.tidalite.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class JsonQueryTest {
    private static JsonQuery parse(String json) {
        return JsonQuery.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void textsAndParametersOfEveryKind() {
        JsonQuery query =
                parse(
                        """
                        {"db":"a","n":1,"deep":{"db":"no","list":[{}]},"q":"SELECT 1",
                         "params":{"n":null,"t":true,"f":false,"i":-5,"d":2.5,"s":"x"}}
                        """);

        assertThat(query.texts()).containsOnlyKeys("db", "q").containsEntry("db", "a");
        assertThat(query.parameters().keySet()).containsExactly("n", "t", "f", "i", "d", "s");
        assertThat(query.parameters().values().toArray())
                .isEqualTo(new Object[] {null, true, false, -5L, 2.5, "x"});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                               | the query is no JSON object",
                "``                               | the query is no JSON object",
                "{\"q\":                          | the query is not JSON",
                "nonsense                         | the query is not JSON",
                "{\"params\":{\"a\":[1]}}         | parameter 'a' must be",
                "{\"params\":{\"a\":              | the query is not JSON",
                "{\"params\":{\"a\":99999999999999999999}} | the query is not JSON",
            })
    void whatIsWrongIsSaid(String json, String message) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOfSatisfying(
                        QueryException.class,
                        e -> assertThat(e.code()).isEqualTo(QueryException.Code.INVALID))
                .hasMessageStartingWith(message);
    }

    /// Every proper beginning of a query is refused, and none with another exception.
    @Test
    void aCutQueryIsRefused() {
        byte[] whole =
                "{\"q\":\"S\\u00e9\",\"params\":{\"a\":1.5,\"b\":null}}"
                        .getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> JsonQuery.parse(cut))
                    .as(new String(cut, StandardCharsets.UTF_8))
                    .isInstanceOf(QueryException.class);
        }
    }
}
