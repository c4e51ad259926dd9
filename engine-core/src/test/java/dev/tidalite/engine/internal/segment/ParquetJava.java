package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;

import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The reference implementation, row by row.
final class ParquetJava {
    private ParquetJava() {}

    /// How it is to write.
    record Style(
            WriterVersion version,
            CompressionCodecName codec,
            boolean dictionary,
            boolean splitDoubles,
            int pageRows,
            boolean checksums) {}

    static void write(Path file, RowsInMemory rows, Style style) throws IOException {
        MessageType type = type(rows.schema());
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(new LocalOutputFile(file))
                        .withConf(new PlainParquetConfiguration())
                        .withType(type)
                        .withWriterVersion(style.version)
                        .withCompressionCodec(style.codec)
                        .withDictionaryEncoding(style.dictionary)
                        .withDictionaryEncoding("text", true)
                        .withDictionaryEncoding("host", true)
                        .withDictionaryEncoding("région", true)
                        .withByteStreamSplitEncoding(style.splitDoubles)
                        .withPageRowCountLimit(style.pageRows)
                        .withPageWriteChecksumEnabled(style.checksums)
                        .build()) {
            for (List<@Nullable Object> row : rows.rows()) {
                writer.write(group(type, row));
            }
        }
    }

    private static Group group(MessageType type, List<@Nullable Object> row) {
        Group group = new SimpleGroup(type);
        for (int column = 0; column < row.size(); column++) {
            switch (row.get(column)) {
                case Long value -> group.add(column, value);
                case Double value -> group.add(column, value);
                case Boolean value -> group.add(column, value);
                case String value -> group.add(column, Binary.fromString(value));
                case null -> {}
                default -> throw new IllegalArgumentException("value " + row.get(column));
            }
        }
        return group;
    }

    private static MessageType type(TableSchema schema) {
        List<Type> fields = new ArrayList<>();
        for (ColumnSchema column : schema.columns()) {
            Repetition repetition =
                    column.role() == ColumnRole.TIME ? Repetition.REQUIRED : Repetition.OPTIONAL;
            fields.add(
                    Types.primitive(physical(column.type()), repetition)
                            .as(logical(column.type()))
                            .named(column.name()));
        }
        return new MessageType(schema.table(), fields);
    }

    private static PrimitiveTypeName physical(ColumnType type) {
        return switch (type) {
            case TIMESTAMP, INT64, UINT64 -> PrimitiveTypeName.INT64;
            case FLOAT64 -> PrimitiveTypeName.DOUBLE;
            case BOOLEAN -> PrimitiveTypeName.BOOLEAN;
            case STRING -> PrimitiveTypeName.BINARY;
        };
    }

    private static @Nullable LogicalTypeAnnotation logical(ColumnType type) {
        return switch (type) {
            case TIMESTAMP -> LogicalTypeAnnotation.timestampType(false, TimeUnit.NANOS);
            case UINT64 -> LogicalTypeAnnotation.intType(64, false);
            case STRING -> LogicalTypeAnnotation.stringType();
            case INT64, FLOAT64, BOOLEAN -> null;
        };
    }

    static List<List<@Nullable Object>> read(Path file, TableSchema schema) throws IOException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            MessageType type = reader.getFooter().getFileMetaData().getSchema();
            MessageColumnIO columns = new ColumnIOFactory().getColumnIO(type);
            PageReadStore pages = reader.readNextRowGroup();
            while (pages != null) {
                RecordReader<Group> records =
                        columns.getRecordReader(pages, new GroupRecordConverter(type));
                for (long i = 0; i < pages.getRowCount(); i++) {
                    Group group = records.read();
                    List<@Nullable Object> row = new ArrayList<>();
                    for (int column = 0; column < schema.columnCount(); column++) {
                        row.add(value(group, column, schema.column(column).type()));
                    }
                    rows.add(row);
                }
                pages = reader.readNextRowGroup();
            }
        }
        return rows;
    }

    private static @Nullable Object value(Group group, int column, ColumnType type) {
        if (group.getFieldRepetitionCount(column) == 0) {
            return null;
        }
        return switch (type) {
            case TIMESTAMP, INT64, UINT64 -> group.getLong(column, 0);
            case FLOAT64 -> group.getDouble(column, 0);
            case BOOLEAN -> group.getBoolean(column, 0);
            case STRING ->
                    new String(group.getBinary(column, 0).getBytes(), StandardCharsets.UTF_8);
        };
    }
}
