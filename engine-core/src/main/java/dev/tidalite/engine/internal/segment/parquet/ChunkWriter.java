package dev.tidalite.engine.internal.segment.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;

import dev.tidalite.engine.internal.segment.encoding.PageBytes;
import dev.tidalite.engine.schema.ColumnType;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// Writes the pages of one column after the other: compresses them where it pays, puts headers in
/// front, and remembers what the footer and the page index will say.
///
/// Used by one thread. Owns the compressor.
final class ChunkWriter implements AutoCloseable {
    /// A page is left uncompressed if that would save less than 1/8 of it: reading it is then worth
    /// more.
    private static final int GAIN_SHIFT = 3;

    /// After a page that was not worth it, so many are not even tried.
    private static final int PAGES_UNTRIED = 15;

    private final FileOutput out;
    private final ZstdCompressCtx zstd = new ZstdCompressCtx();
    private final CRC32 crc = new CRC32();
    private final CRC32C headerCrc = new CRC32C();
    private final PageBytes header = new PageBytes(256);
    private byte[] compressed = new byte[0];
    private int untried;

    private long startOffset;
    private long dataOffset;
    private long uncompressedBytes;
    private int encodings;
    private int dictionaryHeaderCrc;
    private List<WrittenPage> pages = new ArrayList<>();

    /// A data page as the index describes it.
    ///
    /// @param headerCrc CRC-32C of the header
    /// @param bytes of the page, its header included
    /// @param firstRow counted from the row group's first
    record WrittenPage(
            long offset, int headerCrc, int bytes, long firstRow, int rowCount, Bounds bounds) {
        boolean isAllNull() {
            return bounds.nullCount() == rowCount;
        }
    }

    /// A column chunk as the footer describes it.
    ///
    /// @param dictionaryHeaderCrc CRC-32C of the header of the dictionary, if there is one
    record WrittenChunk(
            long startOffset,
            long dataOffset,
            long compressedBytes,
            long uncompressedBytes,
            int encodings,
            int dictionaryHeaderCrc,
            List<WrittenPage> pages,
            Bounds bounds) {
        boolean hasDictionary() {
            return dataOffset > startOffset;
        }
    }

    ChunkWriter(FileOutput out, int zstdLevel) {
        this.out = out;
        zstd.setLevel(zstdLevel);
    }

    void begin() {
        startOffset = out.position();
        dataOffset = startOffset;
        uncompressedBytes = 0;
        encodings = 1 << Encoding.RLE.code();
        pages = new ArrayList<>();
        untried = 0;
    }

    void dictionary(PageBytes entries, int count) {
        int length = compress(entries.array(), entries.size());
        crc.reset();
        crc.update(compressed, 0, length);
        header.clear();
        PageHeader.writeDictionary(
                new ThriftWriter(header), entries.size(), length, (int) crc.getValue(), count);
        dictionaryHeaderCrc = headerCrc();
        out.write(header);
        out.write(compressed, 0, length);
        uncompressedBytes += header.size() + entries.size();
        dataOffset = out.position();
        encodings |= 1 << Encoding.PLAIN.code();
    }

    /// @param levels the definition levels, or empty
    /// @param bounds with the number of rows without a value
    void page(
            Encoding encoding,
            PageBytes levels,
            PageBytes values,
            long firstRow,
            int rowCount,
            Bounds bounds) {
        byte[] body = values.array();
        int length = values.size();
        boolean worth = false;
        if (untried > 0) {
            untried--;
        } else if (length > 0) {
            int tried = compress(values.array(), length);
            worth = tried < length - (length >>> GAIN_SHIFT);
            if (worth) {
                body = compressed;
                length = tried;
            } else {
                untried = PAGES_UNTRIED;
            }
        }
        crc.reset();
        crc.update(levels.array(), 0, levels.size());
        crc.update(body, 0, length);
        header.clear();
        PageHeader.writeData(
                new ThriftWriter(header),
                levels.size() + values.size(),
                levels.size() + length,
                (int) crc.getValue(),
                rowCount,
                (int) bounds.nullCount(),
                encoding,
                levels.size(),
                worth);
        long offset = out.position();
        out.write(header);
        out.write(levels);
        out.write(body, 0, length);
        uncompressedBytes += header.size() + levels.size() + values.size();
        encodings |= 1 << encoding.code();
        int bytes = (int) (out.position() - offset);
        pages.add(new WrittenPage(offset, headerCrc(), bytes, firstRow, rowCount, bounds));
    }

    private int headerCrc() {
        headerCrc.reset();
        headerCrc.update(header.array(), 0, header.size());
        return (int) headerCrc.getValue();
    }

    /// How many bytes a page of these values would take.
    int sizeOf(PageBytes values) {
        int tried = compress(values.array(), values.size());
        return tried < values.size() - (values.size() >>> GAIN_SHIFT) ? tried : values.size();
    }

    WrittenChunk end(ColumnType type) {
        return new WrittenChunk(
                startOffset,
                dataOffset,
                out.position() - startOffset,
                uncompressedBytes,
                encodings,
                dictionaryHeaderCrc,
                pages,
                bounds(type));
    }

    /// Of all pages together.
    private Bounds bounds(ColumnType type) {
        Comparator<byte[]> order = BoundsOrder.of(type);
        byte[] min = null;
        byte[] max = null;
        boolean exact = true;
        for (WrittenPage page : pages) {
            byte[] pageMin = page.bounds().min();
            byte[] pageMax = page.bounds().max();
            if (pageMin != null && pageMax != null) {
                min = min == null || order.compare(pageMin, min) < 0 ? pageMin : min;
                max = max == null || order.compare(pageMax, max) > 0 ? pageMax : max;
                exact &= page.bounds().exact();
            } else if (!page.isAllNull()) {
                min = null;
                break;
            }
        }
        long nullCount = pages.stream().mapToLong(page -> page.bounds().nullCount()).sum();
        return min == null || max == null
                ? NumberBounds.none(nullCount)
                : new Bounds(min, max, nullCount, exact);
    }

    private int compress(byte[] bytes, int length) {
        int bound = Math.toIntExact(Zstd.compressBound(length));
        if (compressed.length < bound) {
            compressed = new byte[bound];
        }
        return zstd.compressByteArray(compressed, 0, compressed.length, bytes, 0, length);
    }

    @Override
    public void close() {
        zstd.close();
    }
}
