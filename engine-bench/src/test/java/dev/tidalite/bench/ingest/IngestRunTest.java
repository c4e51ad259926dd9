package dev.tidalite.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.bench.ingest.IngestPlan.Contestant;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;

class IngestRunTest {
    /// A run fails unless it counts every row after reopening.
    @ParameterizedTest
    @EnumSource
    void everyContestantWritesAllRows(Contestant contestant, @TempDir Path folder)
            throws IOException {
        IngestPlan plan = new IngestPlan(contestant, folder, 20, 2_000, 100, 2, 200, 0);
        if (contestant == Contestant.LINES) {
            LineFile.make(plan);
            LineFile.make(plan.forWarmup());
        }
        IngestResult result = IngestRun.run(plan);
        // an appender that nothing waits for has one acknowledgement a thread
        assertThat(result.latencies().count())
                .isEqualTo(contestant == Contestant.APPENDER ? 2 : 20);
        assertThat(result.figures())
                .extracting(figure -> figure.name())
                .contains("acknowledged", "peak resident", "ack of 100 rows, p999");
        LineFile.delete(plan);
        LineFile.delete(plan.forWarmup());
    }
}
