package dev.tidalite.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.testing.TestSnapshot;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

/// What a prepared statement takes.
class ParameterTypesTest {
    private static QueryEngine engine() {
        String lines = "home,room=a temp=1.5,co2=1i,n=1u,ok=true,note=\"x\" 1";
        return QueryEngine.over(name -> TestSnapshot.ofLines(name, lines), QueryConfig.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT 1                                            | {}",
                "SELECT room FROM home WHERE room = $r               | {r=Utf8}",
                "SELECT room FROM home WHERE $r = room               | {r=Utf8}",
                "SELECT room FROM home WHERE temp > $t               | {t=FloatingPoint(DOUBLE)}",
                "SELECT room FROM home WHERE co2 = ? AND ok = ?      | {1=Int(64, true), 2=Bool}",
                "SELECT room FROM home WHERE n = $n                  | {n=Int(64, false)}",
                "SELECT room FROM home WHERE time >= $t              | {t=Timestamp(NANOSECOND,"
                        + " null)}",
                "SELECT room FROM home WHERE room IN ($a, $b)        | {a=Utf8, b=Utf8}",
                "SELECT room FROM home WHERE co2 BETWEEN $a AND $b   | {a=Int(64, true), b=Int(64,"
                        + " true)}",
                "SELECT room FROM home WHERE room = $2 AND co2 = $1  | {1=Int(64, true), 2=Utf8}",
                "SELECT room FROM home WHERE note = $a OR room = $a  | {a=Utf8}",
                "SELECT room FROM home LIMIT $n                      | {n=Int(64, true)}",
                // the operators of arithmetic take too much to tell
                "SELECT temp + $x FROM home                          | {x=Utf8}",
                "SELECT '$a ?', \"?\" FROM home -- $b                | {}",
                "SELECT $anything                                    | {anything=Utf8}",
                "SELECT nix FROM home WHERE temp = $t                | {t=Utf8}",
            })
    void theirPlacesTellTheirTypes(String sql, String types) {
        try (QueryEngine engine = engine()) {
            assertThat(engine.parameterTypes(QueryRequest.sql("db", sql))).hasToString(types);
        }
    }

    @Test
    void questionMarksTakeValuesByTheirNumbers() {
        String sql = "SELECT room FROM home WHERE room = ? AND co2 < ?";
        QueryRequest request = QueryRequest.sql("db", sql).with(Map.of("1", "a", "2", 5L));
        try (QueryEngine engine = engine();
                QueryResult result = engine.execute(request)) {
            Rows rows = result.rows();
            assertThat(rows.next()).isTrue();
            assertThat(List.of(rows.text(0))).containsExactly("a");
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void influxqlHasNone() {
        try (QueryEngine engine = engine()) {
            QueryRequest request = QueryRequest.influxql("db", "SELECT temp FROM home");
            assertThatThrownBy(() -> engine.parameterTypes(request))
                    .isInstanceOf(QueryException.class);
        }
    }
}
