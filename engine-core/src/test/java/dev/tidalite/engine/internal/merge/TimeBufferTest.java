package dev.tidalite.engine.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

class TimeBufferTest {
    private static final long ROW_COUNT = 2_000_000;

    /// One series whose times are twice the numbers of its rows.
    private static final class Even implements SortedRows {
        @Override
        public TableSchema schema() {
            return TableSchema.empty("even");
        }

        @Override
        public long rowCount() {
            return ROW_COUNT;
        }

        @Override
        public TimeRange timeRange() {
            return new TimeRange(0, 2 * (ROW_COUNT - 1));
        }

        @Override
        public long sequence() {
            return 1;
        }

        @Override
        public boolean mayHoldDuplicates() {
            return false;
        }

        @Override
        public SeriesDirectory series() {
            return new SeriesDirectory(
                    new int[0], new StringDictionary[0], new int[0][], new long[] {ROW_COUNT});
        }

        @Override
        public RowReader reader() {
            return new RowReader() {
                @Override
                public void read(int ordinal, long fromRow, long toRow, ColumnSink target) {
                    for (long row = fromRow; row < toRow; row++) {
                        ((LongSink) target).append(2 * row);
                    }
                }

                @Override
                public void close() {}
            };
        }
    }

    /// Long ranges are searched by single rows, the first of which makes the buffer's array.
    @Test
    void aFreshBufferFindsTimesInRangesOfAnyLength() {
        Seeds.forEach(
                200,
                random -> {
                    long rowStart = random.nextLong(1_000_000);
                    long rowEnd = rowStart + random.nextLong(200_000);
                    long row = random.nextLong(rowStart, rowEnd + 1);
                    SortedRows rows = new Even();
                    TimeBuffer buffer = new TimeBuffer(rows, rows.reader());

                    assertThat(buffer.lowerBound(rowStart, rowEnd, 2 * row)).isEqualTo(row);
                    assertThat(buffer.lowerBound(rowStart, rowEnd, 2 * row - 1)).isEqualTo(row);
                    assertThat(buffer.lowerBound(rowStart, rowEnd, 2 * row + 1))
                            .isEqualTo(Math.min(row + 1, rowEnd));
                });
    }
}
