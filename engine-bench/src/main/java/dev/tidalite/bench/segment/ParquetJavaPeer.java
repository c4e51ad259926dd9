package dev.tidalite.bench.segment;

import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.internal.merge.SeriesDirectory;

import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// parquet-java over the same rows and files, by the fastest of its public interfaces: columns are
/// fed page by page into its column writers, and read back by its page reader.
final class ParquetJavaPeer {
    private static final int PAGE_ROWS = 20_000;
    private static final int GROUP_ROWS = 1_000_000;

    private ParquetJavaPeer() {}

    /// Writes V2 pages of 20,000 rows, ZSTD, dictionaries where it thinks that they pay.
    static void write(CpuRows rows, Path file) throws IOException {
        MessageType schema = schema();
        ParquetProperties properties =
                ParquetProperties.builder()
                        .withWriterVersion(WriterVersion.PARQUET_2_0)
                        .withPageRowCountLimit(PAGE_ROWS)
                        .withAllocator(new HeapByteBufferAllocator())
                        .build();
        CodecFactory codecs = new CodecFactory(new PlainParquetConfiguration(), 1 << 20);
        ParquetFileWriter writer =
                new ParquetFileWriter(
                        new LocalOutputFile(file),
                        schema,
                        ParquetFileWriter.Mode.OVERWRITE,
                        1L << 40,
                        0,
                        null,
                        properties);
        writer.start();
        for (int start = 0; start < rows.rowCount; start += GROUP_ROWS) {
            int end = Math.min(rows.rowCount, start + GROUP_ROWS);
            ColumnChunkPageWriteStore pages =
                    ColumnChunkPageWriteStore.builder()
                            .withCompressorProvider(
                                    column -> codecs.getCompressor(CompressionCodecName.ZSTD))
                            .withSchema(schema)
                            .withAllocator(new HeapByteBufferAllocator())
                            .withColumnIndexTruncateLength(64)
                            .build();
            ColumnWriteStore columns = properties.newColumnWriteStore(schema, pages);
            for (int row = start; row < end; row += PAGE_ROWS) {
                writePage(rows, columns, schema, row, Math.min(end, row + PAGE_ROWS));
            }
            writer.startBlock(end - start);
            columns.flush();
            pages.flushToFileWriter(writer);
            columns.close();
            writer.endBlock();
        }
        writer.end(Map.of());
        codecs.release();
    }

    private static void writePage(
            CpuRows rows, ColumnWriteStore columns, MessageType schema, int from, int to) {
        List<ColumnDescriptor> descriptors = schema.getColumns();
        ColumnWriter time = columns.getColumnWriter(descriptors.getFirst());
        for (int row = from; row < to; row++) {
            time.write(rows.times[row], 0, 0);
        }
        SeriesDirectory series = rows.series();
        for (int tag = 0; tag < CpuData.TAGS.size(); tag++) {
            ColumnWriter writer = columns.getColumnWriter(descriptors.get(1 + tag));
            int next = 0;
            while (series.rowEnd(next) <= from) {
                next++;
            }
            for (int row = from; row < to; next++) {
                byte[] text = series.dictionary(tag).bytes(series.id(next, tag));
                Binary value = Binary.fromConstantByteArray(text);
                for (; row < Math.min(to, series.rowEnd(next)); row++) {
                    writer.write(value, 0, 1);
                }
            }
        }
        for (int field = 0; field < CpuData.FIELDS.size(); field++) {
            int column = 1 + CpuData.TAGS.size() + field;
            ColumnWriter writer = columns.getColumnWriter(descriptors.get(column));
            double[] values = rows.fields[field];
            for (int row = from; row < to; row++) {
                writer.write(values[row], 0, 1);
            }
        }
        for (int row = from; row < to; row++) {
            columns.endRecord();
        }
    }

    private static MessageType schema() {
        List<Type> columns = new ArrayList<>();
        columns.add(
                Types.required(PrimitiveTypeName.INT64)
                        .as(LogicalTypeAnnotation.timestampType(false, TimeUnit.NANOS))
                        .named("time"));
        for (String tag : CpuData.TAGS) {
            columns.add(
                    Types.optional(PrimitiveTypeName.BINARY)
                            .as(LogicalTypeAnnotation.stringType())
                            .named(tag));
        }
        for (String field : CpuData.FIELDS) {
            columns.add(Types.optional(PrimitiveTypeName.DOUBLE).named(field));
        }
        return new MessageType(CpuData.TABLE, columns);
    }

    /// Reads the time and all fields of a file without nulls, value by value.
    ///
    /// @return the sum of the bits of everything
    static long sum(Path file) throws IOException {
        long sum = 0;
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            List<ColumnDescriptor> wanted = new ArrayList<>();
            List<Type> types = new ArrayList<>();
            MessageType schema = reader.getFileMetaData().getSchema();
            for (ColumnDescriptor column : schema.getColumns()) {
                if (!CpuData.TAGS.contains(column.getPath()[0])) {
                    wanted.add(column);
                    types.add(schema.getType(column.getPath()[0]));
                }
            }
            reader.setRequestedSchema(new MessageType(schema.getName(), types));
            PageReadStore group = reader.readNextRowGroup();
            while (group != null) {
                for (ColumnDescriptor column : wanted) {
                    sum += sum(column, group.getPageReader(column), group.getRowCount());
                }
                group = reader.readNextRowGroup();
            }
        }
        return sum;
    }

    private static long sum(ColumnDescriptor column, PageReader pages, long rowCount)
            throws IOException {
        boolean isTime =
                column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT64;
        DictionaryPage dictionaryPage = pages.readDictionaryPage();
        Dictionary dictionary =
                dictionaryPage == null
                        ? null
                        : dictionaryPage.getEncoding().initDictionary(column, dictionaryPage);
        long sum = 0;
        for (long done = 0; done < rowCount; ) {
            DataPageV2 page = (DataPageV2) pages.readPage();
            ValuesReader values =
                    page.getDataEncoding().usesDictionary() && dictionary != null
                            ? page.getDataEncoding()
                                    .getDictionaryBasedValuesReader(
                                            column, ValuesType.VALUES, dictionary)
                            : page.getDataEncoding().getValuesReader(column, ValuesType.VALUES);
            values.initFromPage(page.getValueCount(), page.getData().toInputStream());
            for (int i = 0; i < page.getValueCount(); i++) {
                sum += isTime ? values.readLong() : Double.doubleToRawLongBits(values.readDouble());
            }
            done += page.getValueCount();
        }
        return sum;
    }
}
