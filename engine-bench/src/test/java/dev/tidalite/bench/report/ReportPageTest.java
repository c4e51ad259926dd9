package dev.tidalite.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class ReportPageTest {
    private static final Pattern ISLAND =
            Pattern.compile("<script type=\"application/json\" id=\"charts\">(.*?)</script>");

    @TempDir private Path folder;

    private String page() throws IOException {
        ReportFolder.write(folder, Samples.reports());
        return Files.readString(folder.resolve(ReportFolder.PAGE));
    }

    private static JsonNode charts(String page) throws IOException {
        Matcher island = ISLAND.matcher(page);
        assertThat(island.find()).isTrue();
        return new ObjectMapper().readTree(island.group(1));
    }

    @Test
    void thePageNeedsNothingButItself() throws IOException {
        String page = page();
        assertThat(page).doesNotContain("{{").doesNotContain("sourceMappingURL");
        assertThat(page).doesNotContainPattern("https?://");
        assertThat(page).doesNotContainPattern("<(link|img|iframe|script)[^>]*(src|href)=");
        assertThat(page).contains("default-src 'none'").contains("Chart.js v");
    }

    @Test
    void everyChartHasItsCanvasAndItsFigures() throws IOException {
        String page = page();
        JsonNode charts = charts(page);
        assertThat(charts).hasSize(5);
        for (int i = 0; i < charts.size(); i++) {
            assertThat(page).contains("<canvas id=\"chart-" + i + "\">");
        }
        assertThat(charts.get(0).path("title").asText()).isEqualTo("write");
        assertThat(charts.get(0).path("better").asText()).isEqualTo("more is better");
        assertThat(
                        charts.get(0)
                                .path("sets")
                                .get(0)
                                .path("points")
                                .get(0)
                                .path("median")
                                .asDouble())
                .isEqualTo(9e5);
        assertThat(charts.get(1).path("labels").toString()).isEqualTo("[\"p50\",\"p99\"]");
        assertThat(charts.get(2).path("log").asBoolean()).isTrue();
        assertThat(charts.get(3).path("kind").asText()).isEqualTo("line");
        assertThat(charts.get(3).path("over").asText()).isEqualTo("series");
        assertThat(charts.get(3).path("sets").get(0).path("name").asText())
                .isEqualTo("tidalite, slope 1.00");
        assertThat(charts.get(4).path("sets").get(0).path("name").asText())
                .isEqualTo("tidalite, slope 0.50");
    }

    @Test
    void textIsText() throws IOException {
        assertThat(page())
                .contains("Writes &lt;rows&gt; &amp; &quot;more&quot;.")
                .contains("<code>./tidalite bench ingest --rows=300000</code>")
                .contains("<p class=\"failed\">Nothing was measured.</p>");
    }

    @Test
    void ratiosAreJudgedByTheirUnit() throws IOException {
        String page = page();
        assertThat(page).contains("<td class=\"better\">2.000 <small>1.800..2.500</small></td>");
        assertThat(page).contains("<td class=\"worse\">3.000</td>");
    }

    @Test
    void theSummaryAndTheLinesTellTheSame() throws IOException {
        page();
        assertThat(Files.readString(folder.resolve(ReportFolder.SUMMARY)))
                .contains("## ingest\n\nWrites <rows>")
                .contains("| write [rows/s] | 900,000 (800,000..1,000,000) |")
                .contains("- again: `./tidalite bench ingest --rows=300000`")
                .contains("| lines / questdb | lines / duckdb |");
        assertThat(ReportLines.read(folder.resolve(ReportFolder.LINES)))
                .isEqualTo(Samples.reports());
    }
}
