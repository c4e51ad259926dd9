package dev.tidalite.query.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.testkit.Seeds;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Cells written by the kind of their column, compared with what is written of one value alone.
class RowWriterTest {
    private static final int ROWS = 50;

    @Test
    void writesWhatOneValueAloneWouldBe() {
        Seeds.forEach(300, RowWriterTest::writeAndCompare);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-9223372036854775808 | 1677-09-21T00:12:43.145224192",
                "-9223372036000000000 | 1677-09-21T00:12:44",
                "9223372036854775807 | 2262-04-11T23:47:16.854775807",
                "0 | 1970-01-01T00:00:00",
                "-1000000000 | 1969-12-31T23:59:59",
                "1500000000 | 1970-01-01T00:00:01.500",
            })
    void timestamps(long ns, String expected) {
        Column column = new Column.Longs(new DataType.Timestamp(null), new long[] {ns}, null);
        assertThat(written(column, CellStyle.CSV, 1)).isEqualTo(expected);
        assertThat(written(column, CellStyle.JSON, 1)).isEqualTo('"' + expected + '"');
    }

    @Test
    void longTextsPassTheBuffer() {
        String text = "ä\"".repeat(100_000);
        Column column =
                new Column.Coded(StringDictionary.of(List.of("a", text)), new int[] {1, 0}, null);
        assertThat(written(column, CellStyle.JSON, 2))
                .isEqualTo('"' + text.replace("\"", "\\\"") + "\"\n\"a\"");
    }

    private static void writeAndCompare(SplittableRandom random) {
        Column column = column(random);
        for (CellStyle style : CellStyle.values()) {
            StringBuilder expected = new StringBuilder();
            for (int row = 0; row < ROWS; row++) {
                expected.append(row == 0 ? "" : "\n")
                        .append(style.text(Columns.get(column, row), column.type()));
            }
            assertThat(written(column, style, ROWS)).isEqualTo(expected.toString());
        }
    }

    private static String written(Column column, CellStyle style, int rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            TextBuffer out = new TextBuffer(bytes);
            CellWriter cells = new CellWriter(column.type(), style);
            cells.turnTo(column);
            for (int row = 0; row < rows; row++) {
                out.put(row == 0 ? "" : "\n");
                cells.write(row, out);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Column column(SplittableRandom random) {
        long[] validity = random.nextBoolean() ? null : new long[] {random.nextLong()};
        long[] longs = random.longs(ROWS).toArray();
        long second = 1_000_000_000L;
        return switch (random.nextInt(8)) {
            case 0 -> new Column.Longs(DataType.INT64, longs, validity);
            case 1 -> new Column.Longs(DataType.UINT64, longs, validity);
            case 2 -> new Column.Longs(new DataType.Timestamp(null), longs, validity);
            case 3 -> {
                Arrays.setAll(longs, i -> longs[i] / 2 / second * second);
                yield new Column.Longs(new DataType.Timestamp(null), longs, validity);
            }
            case 4 -> {
                Arrays.setAll(longs, i -> longs[i] / 2 / second * second);
                yield new Column.Longs(new DataType.Timestamp("Europe/Oslo"), longs, validity);
            }
            case 5 -> {
                double[] doubles =
                        Arrays.stream(longs).mapToDouble(Double::longBitsToDouble).toArray();
                doubles[0] = Double.NaN;
                doubles[1] = Double.POSITIVE_INFINITY;
                yield new Column.Doubles(DataType.FLOAT64, doubles, validity);
            }
            case 6 -> new Column.Coded(dictionary(), random.ints(ROWS, 0, 6).toArray(), validity);
            default -> texts(random, validity);
        };
    }

    private static StringDictionary dictionary() {
        return StringDictionary.of(
                List.of("", "plain", "a,b", "she \"said\"\n", "\\ \t\u0001\r", "Ünï©😀"));
    }

    private static Column texts(SplittableRandom random, long @Nullable [] validity) {
        StringDictionary entries = dictionary();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int[] offsets = new int[ROWS + 1];
        for (int row = 0; row < ROWS; row++) {
            bytes.writeBytes(entries.bytes(random.nextInt(entries.size())));
            offsets[row + 1] = bytes.size();
        }
        return new Column.Texts(offsets, bytes.toByteArray(), validity);
    }
}
