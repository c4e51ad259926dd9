package dev.tidalite.engine.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

class TimeBufferTest {
    /// Rows whose times are twice their numbers.
    private static final class Even implements RowReader {
        @Override
        public void read(int ordinal, long fromRow, long toRow, ColumnSink target) {
            for (long row = fromRow; row < toRow; row++) {
                ((LongSink) target).append(2 * row);
            }
        }

        @Override
        public void close() {}
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
                    TimeBuffer buffer = new TimeBuffer(new Even(), 2_000_000);

                    assertThat(buffer.lowerBound(rowStart, rowEnd, 2 * row)).isEqualTo(row);
                    assertThat(buffer.lowerBound(rowStart, rowEnd, 2 * row - 1)).isEqualTo(row);
                    assertThat(buffer.lowerBound(rowStart, rowEnd, 2 * row + 1))
                            .isEqualTo(Math.min(row + 1, rowEnd));
                });
    }
}
