package dev.tidalite.engine.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.internal.codec.RowBlock.TableDefinition;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// A batch comes back from its bytes as it was, and bytes that are no batch are refused, whatever
/// they are.
final class WriteBatchCodecTest {
    private static final List<ColumnType> FIELD_TYPES =
            List.of(
                    ColumnType.FLOAT64,
                    ColumnType.INT64,
                    ColumnType.UINT64,
                    ColumnType.BOOLEAN,
                    ColumnType.STRING);

    @Test
    void comesBackAsItWas() {
        WriteBatchCodec codec = new WriteBatchCodec();
        Seeds.forEach(
                300,
                random -> {
                    WriteBatch batch = randomBatch(random);
                    ByteWriter bytes = new ByteWriter();
                    codec.encode(batch, bytes);
                    WriteBatch back = codec.decode(bytes.bytes(), 0, bytes.size());
                    assertThat(text(back)).isEqualTo(text(batch));
                });
    }

    @Test
    void refusesWhatIsNoBatch() {
        WriteBatchCodec codec = new WriteBatchCodec();
        Seeds.forEach(
                2_000,
                random -> {
                    ByteWriter bytes = new ByteWriter();
                    codec.encode(randomBatch(random), bytes);
                    byte[] damaged = Arrays.copyOf(bytes.bytes(), bytes.size());
                    for (int i = random.nextInt(1, 4); i > 0; i--) {
                        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                    }
                    try {
                        codec.decode(damaged, 0, random.nextInt(damaged.length + 1));
                    } catch (MalformedBatchException e) {
                        assertThat(e.getMessage()).isNotEmpty();
                    }
                });
        byte[] cut = {1, 1};
        assertThatThrownBy(() -> codec.decode(cut, 0, 2))
                .isInstanceOf(MalformedBatchException.class);
        byte[] otherVersion = {2, 0};
        assertThatThrownBy(() -> codec.decode(otherVersion, 0, 2))
                .isInstanceOf(MalformedBatchException.class)
                .hasMessageContaining("version 2");
    }

    private static WriteBatch randomBatch(SplittableRandom random) {
        List<RowBlock> tables = new ArrayList<>();
        int count = random.nextInt(1, 4);
        for (int table = 0; table < count; table++) {
            tables.add(randomRows(random, table));
        }
        return new WriteBatch(tables);
    }

    private static RowBlock randomRows(SplittableRandom random, int table) {
        RowBlock rows = new RowBlock(new TableId(table + 1), 4);
        int rowCount = random.nextInt(1, 200);
        int range = 1 << random.nextInt(1, 31);
        for (int c = 0; c < random.nextInt(6); c++) {
            rows.columns().add(randomColumn(random, c + 3, rowCount));
        }
        for (int row = 0; row < rowCount; row++) {
            rows.endRow(random.nextInt(range), bits(random));
        }
        for (int series = 0; series < random.nextInt(4); series++) {
            byte[] value = randomText(random);
            for (int tag = 0; tag < random.nextInt(3); tag++) {
                rows.newSeries().tag(tag + 1, value, 0, value.length);
            }
            rows.newSeries().end(random.nextInt(1000));
        }
        if (random.nextBoolean()) {
            rows.define(
                    new TableDefinition(
                            "db", "tä", 0, List.of(ColumnSchema.time(), ColumnSchema.tag("t"))));
        } else if (random.nextBoolean()) {
            ColumnSchema column = ColumnSchema.field("f", ColumnType.BOOLEAN);
            rows.define(new TableDefinition("", "", 2, List.of(column)));
        }
        return rows;
    }

    private static ColumnBlock randomColumn(SplittableRandom random, int ordinal, int rowCount) {
        ColumnType type = FIELD_TYPES.get(random.nextInt(FIELD_TYPES.size()));
        ColumnBlock column = new ColumnBlock(ordinal, type, random.nextInt(1, 300));
        boolean sparse = random.nextBoolean();
        long width = bits(random);
        for (int row = 0; row < rowCount; row++) {
            if (sparse && random.nextBoolean()) {
                continue;
            }
            if (type == ColumnType.STRING) {
                byte[] text = randomText(random);
                column.setText(row, text, 0, text.length);
            } else {
                column.set(row, bits(random) & width);
            }
        }
        return column;
    }

    private static long bits(SplittableRandom random) {
        return random.nextLong() >> random.nextInt(64);
    }

    private static byte[] randomText(SplittableRandom random) {
        return "aé€𐍈".repeat(random.nextInt(4)).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(WriteBatch batch) {
        StringBuilder text = new StringBuilder();
        for (RowBlock rows : batch.tables()) {
            text.append(rows.table()).append(rows.definition()).append('\n');
            SeriesBlock series = rows.newSeries();
            for (int i = 0; i < series.size(); i++) {
                text.append(series.id(i));
                for (int tag = series.tagStart(i); tag < series.tagEnd(i); tag++) {
                    int from = series.valueStart(tag);
                    text.append(' ').append(series.ordinal(tag)).append('=');
                    text.append(utf8(series.values(), from, series.valueEnd(tag)));
                }
                text.append('\n');
            }
            for (int row = 0; row < rows.rowCount(); row++) {
                text.append(rows.series()[row]).append('@').append(rows.times()[row]);
                for (ColumnBlock column : rows.columns()) {
                    text.append(' ').append(column.ordinal()).append(column.type()).append('=');
                    text.append(value(column, row));
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static String value(ColumnBlock column, int row) {
        column.ensureRows(row + 1);
        if (!Validity.isValid(column.validity(), row)) {
            return "-";
        }
        long bits = column.bits()[row];
        return column.type() == ColumnType.STRING
                ? utf8(column.text(), (int) (bits >>> 32), (int) bits)
                : Long.toString(bits);
    }

    private static String utf8(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
