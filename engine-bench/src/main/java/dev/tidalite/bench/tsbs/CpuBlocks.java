package dev.tidalite.bench.tsbs;

import dev.tidalite.engine.internal.codec.ColumnBlock;
import dev.tidalite.engine.internal.codec.RowBlock;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Rows of [CpuData] as ingest has them once their text is understood: the number of a host is the
/// number of its series.
public final class CpuBlocks {
    private static final TableId ID = new TableId(1);

    private final CpuData data;

    public CpuBlocks(CpuData data) {
        this.data = data;
    }

    /// The time, the ten tags and the ten doubles.
    public static TableSchema schema() {
        List<ColumnSchema> columns = new ArrayList<>();
        CpuData.TAGS.forEach(tag -> columns.add(ColumnSchema.tag(tag)));
        CpuData.FIELDS.forEach(f -> columns.add(ColumnSchema.field(f, ColumnType.FLOAT64)));
        return TableSchema.empty(CpuData.TABLE).with(columns);
    }

    /// The next rows.
    ///
    /// @param define the series of the rows are new to who reads the block
    public RowBlock next(int rowCount, boolean define) {
        RowBlock block = new RowBlock(ID, rowCount);
        int firstOrdinal = 1 + CpuData.TAGS.size();
        for (int field = 0; field < CpuData.FIELDS.size(); field++) {
            block.columns()
                    .add(new ColumnBlock(firstOrdinal + field, ColumnType.FLOAT64, rowCount));
        }
        for (int row = 0; row < rowCount; row++) {
            data.advance();
            for (int field = 0; field < CpuData.FIELDS.size(); field++) {
                long bits = Double.doubleToRawLongBits(data.value(field));
                block.columns().get(field).set(row, bits);
            }
            block.endRow(data.host(), data.timeNs());
            if (define) {
                defineSeries(block);
            }
        }
        return block;
    }

    private void defineSeries(RowBlock block) {
        String[] tags = data.tags(data.host());
        for (int tag = 0; tag < tags.length; tag++) {
            byte[] value = tags[tag].getBytes(StandardCharsets.US_ASCII);
            block.newSeries().tag(1 + tag, value, 0, value.length);
        }
        block.newSeries().end(data.host());
    }
}
