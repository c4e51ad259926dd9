package dev.tidalite.bench.wal;

import dev.tidalite.bench.tsbs.CpuBlocks;
import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.internal.codec.ByteWriter;
import dev.tidalite.engine.internal.codec.RowBlock;
import dev.tidalite.engine.internal.codec.WriteBatch;
import dev.tidalite.engine.internal.codec.WriteBatchCodec;

import java.util.List;

/// Records of the log that hold rows of the cpu table.
final class CpuRecords {
    static final byte KIND = 1;

    private static final int HOSTS = 1000;

    private CpuRecords() {}

    /// @return whose series the log knows from earlier records
    static RowBlock rows(int rowCount) {
        CpuData data = new CpuData(HOSTS, CpuData.Values.TWO_DECIMALS, 1);
        return new CpuBlocks(data).next(rowCount, /* define= */ false);
    }

    static ByteWriter encode(RowBlock rows) {
        ByteWriter payload = new ByteWriter();
        new WriteBatchCodec().encode(new WriteBatch(List.of(rows)), payload);
        return payload;
    }
}
