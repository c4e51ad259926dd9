package dev.tidalite.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

class TestSnapshotTest {
    private static final String LINES =
            """
            # two hosts, one key twice, a column that comes late
            cpu,host=a usage=1.5,n=1i 10
            cpu,host=b,region=eu\\ west usage=2.5 10
            cpu,host=a usage=3.5,ok=true,note="x, \\"y\\"" 20
            cpu,host=a n=7i 10

            cpu usage=4.5,u=18446744073709551615u 5
            """;
    private static final List<String> COLUMNS = List.of("time", "host", "usage", "n");

    @Test
    void readsLinesAndMergesKeys() {
        try (Snapshot snapshot = TestSnapshot.ofLines("db", LINES)) {
            assertThat(snapshot.tables())
                    .containsExactly(
                            TableSchema.of(
                                    "cpu",
                                    ColumnSchema.tag("host"),
                                    ColumnSchema.field("usage", ColumnType.FLOAT64),
                                    ColumnSchema.field("n", ColumnType.INT64),
                                    ColumnSchema.tag("region"),
                                    ColumnSchema.field("ok", ColumnType.BOOLEAN),
                                    ColumnSchema.field("note", ColumnType.STRING),
                                    ColumnSchema.field("u", ColumnType.UINT64)));
            assertThat(NaiveRows.drain(snapshot.scan(ScanSpec.of("cpu", COLUMNS))))
                    .containsExactly(
                            Arrays.asList(10L, "a", 1.5, 7L),
                            Arrays.asList(10L, "b", 2.5, null),
                            Arrays.asList(20L, "a", 3.5, null),
                            Arrays.asList(5L, null, 4.5, null));
            assertThat(
                            NaiveRows.drain(
                                    snapshot.scan(
                                            ScanSpec.of("cpu", List.of("note", "u", "region"))
                                                    .orderedBy(ScanSpec.Order.TIME)
                                                    .within(new TimeRange(5, 19)))))
                    .containsExactly(
                            Arrays.asList(null, -1L, null),
                            Arrays.asList(null, null, null),
                            Arrays.asList(null, null, "eu west"));
        }
    }

    @Test
    void appliesTagPredicates() {
        ScanSpec all = ScanSpec.of("cpu", List.of("time", "host"));
        try (Snapshot snapshot = TestSnapshot.ofLines("db", LINES)) {
            assertThat(
                            NaiveRows.drain(
                                    snapshot.scan(
                                            all.where(
                                                    List.of(
                                                            new ColumnPredicate.TextIn(
                                                                    "host", List.of("b")))))))
                    .containsExactly(List.of(10L, "b"));
            assertThat(
                            NaiveRows.drain(
                                    snapshot.scan(
                                            all.where(
                                                    List.of(new ColumnPredicate.IsNull("host"))))))
                    .containsExactly(Arrays.asList(5L, null));
        }
    }

    @Test
    void deliversRunsAndSplitsBySeries() {
        ScanSpec spec =
                ScanSpec.of("cpu", List.of("time", "host")).orderedBy(ScanSpec.Order.SERIES_TIME);
        try (Snapshot snapshot = TestSnapshot.ofLines("db", LINES)) {
            List<List<@Nullable Object>> series = new ArrayList<>();
            for (Snapshot.ScanPart part : snapshot.split(spec, 3)) {
                try (BatchCursor cursor = part.open()) {
                    for (TableBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
                        int[] runEnds = Objects.requireNonNull(batch.runEnds());
                        assertThat(runEnds[batch.runCount() - 1]).isEqualTo(batch.rowCount());
                        NaiveRows.addRows(batch, series);
                    }
                }
            }
            assertThat(series)
                    .containsExactly(
                            Arrays.asList(5L, null),
                            Arrays.asList(10L, "a"),
                            Arrays.asList(20L, "a"),
                            Arrays.asList(10L, "b"));
        }
    }

    @Test
    void countsRowsWithoutColumns() {
        try (Snapshot snapshot = TestSnapshot.ofLines("db", LINES)) {
            assertThat(NaiveRows.drain(snapshot.scan(ScanSpec.of("cpu", List.of())))).hasSize(4);
        }
    }

    @Test
    void refusesWhatIsNotThere() {
        Snapshot snapshot = TestSnapshot.ofLines("db", LINES);
        assertThatThrownBy(() -> snapshot.scan(ScanSpec.of("mem", List.of())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> snapshot.scan(ScanSpec.of("cpu", List.of("Host"))))
                .isInstanceOf(IllegalArgumentException.class);
        snapshot.close();
        assertThatThrownBy(() -> snapshot.scan(ScanSpec.of("cpu", List.of())))
                .isInstanceOf(EngineException.Closed.class);
    }
}
