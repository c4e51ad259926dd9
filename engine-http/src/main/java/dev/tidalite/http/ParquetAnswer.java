package dev.tidalite.http;

import dev.tidalite.engine.batch.BooleanSink;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.DoubleSink;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.StringSink;
import dev.tidalite.engine.parquet.ParquetOutput;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryResult;

import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// Results as Parquet: integers of 32 bits become 64 wide, floats double, a column of nothing but
/// nulls a text.
final class ParquetAnswer {
    private ParquetAnswer() {}

    /// Writes the rest of a result.
    ///
    /// @throws QueryException if there is a column of dates, intervals, lists or structs
    static void write(QueryResult result, OutputStream out) throws IOException {
        List<ParquetOutput.Column> columns = new ArrayList<>();
        for (Field field : result.schema().getFields()) {
            columns.add(new ParquetOutput.Column(field.getName(), typeOf(field)));
        }
        try (ParquetOutput file = new ParquetOutput(out, columns)) {
            for (VectorSchemaRoot batch = result.next(); batch != null; batch = result.next()) {
                for (int i = 0; i < columns.size(); i++) {
                    append(batch.getVector(i), batch.getRowCount(), file.column(i));
                }
                file.endBatch();
            }
            file.finish();
        }
    }

    private static ColumnType typeOf(Field field) {
        return switch (field.getType()) {
            case ArrowType.Timestamp _ -> ColumnType.TIMESTAMP;
            case ArrowType.Int whole -> whole.getIsSigned() ? ColumnType.INT64 : ColumnType.UINT64;
            case ArrowType.FloatingPoint _ -> ColumnType.FLOAT64;
            case ArrowType.Utf8 _, ArrowType.Null _ -> ColumnType.STRING;
            case ArrowType.Bool _ -> ColumnType.BOOLEAN;
            default ->
                    throw new QueryException(
                            QueryException.Code.INVALID,
                            "column "
                                    + field.getName()
                                    + " of type "
                                    + field.getType()
                                    + " cannot be written to Parquet; cast it to a text or a"
                                    + " number");
        };
    }

    private static void append(FieldVector source, int rowCount, ColumnSink target) {
        for (int row = 0; row < rowCount; row++) {
            if (source.isNull(row)) {
                target.appendNulls(1);
                continue;
            }
            switch (target) {
                case LongSink longs -> longs.append(whole(source, row));
                case DoubleSink doubles ->
                        doubles.append(
                                source instanceof Float4Vector singles
                                        ? singles.get(row)
                                        : ((Float8Vector) source).get(row));
                case BooleanSink booleans -> booleans.append(((BitVector) source).get(row) != 0);
                case StringSink texts -> {
                    byte[] utf8 = ((VarCharVector) source).get(row);
                    texts.append(utf8, 0, utf8.length);
                }
            }
        }
    }

    private static long whole(FieldVector source, int row) {
        return switch (source) {
            case BigIntVector longs -> longs.get(row);
            case UInt8Vector longs -> longs.get(row);
            case IntVector ints -> ints.get(row);
            case TimeStampVector times -> times.get(row);
            default -> throw new IllegalStateException(source.getField().toString());
        };
    }
}
