package dev.tidalite.bench.tsbs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.bench.tsbs.CpuData.Values;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

class CpuDataTest {
    private static List<String> lines(Values values, int hosts, int rows) {
        byte[] text = new CpuData(hosts, values, 123).lines(rows);
        return new String(text, StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void everyHostHasARowAStep() {
        List<String> lines = lines(Values.INTEGER, 3, 7);

        assertThat(lines).hasSize(7);
        assertThat(lines.get(0))
                .matches(
                        "cpu,hostname=host_0,region=[a-z0-9-]+,datacenter=[a-z0-9-]+,rack=\\d+,"
                                + "os=Ubuntu[0-9A-Z.]+,arch=x\\d+,team=[A-Z]+,service=\\d+,"
                                + "service_version=\\d,service_environment=[a-z]+ usage_user=\\d+i,"
                                + ".*usage_guest_nice=\\d+i 1451606400000000000");
        assertThat(lines.get(2)).startsWith("cpu,hostname=host_2,");
        assertThat(lines.get(3))
                .startsWith("cpu,hostname=host_0,")
                .endsWith(" 1451606410000000000");
    }

    @Test
    void theSameSeedGivesTheSameRows() {
        for (Values values : Values.values()) {
            assertThat(lines(values, 4, 50)).isEqualTo(lines(values, 4, 50));
        }
    }

    @Test
    void typedValuesAreThoseOfTheLines() {
        CpuData data = new CpuData(2, Values.TWO_DECIMALS, 5);
        List<String> lines = lines2(5);
        for (String line : lines) {
            data.advance();
            String first = line.replaceAll(".*usage_user=([0-9.]+),.*", "$1");
            assertThat(data.value(0)).isEqualTo(Double.parseDouble(first));
            assertThat(data.value(0)).isBetween(0.0, 100.0);
        }
    }

    private static List<String> lines2(long seed) {
        byte[] text = new CpuData(2, Values.TWO_DECIMALS, seed).lines(40);
        return new String(text, StandardCharsets.UTF_8).lines().toList();
    }
}
