package dev.tidalite.engine.internal.segment.parquet;

import com.github.luben.zstd.ZstdException;

import dev.tidalite.engine.internal.segment.encoding.Levels;
import dev.tidalite.engine.internal.segment.encoding.LittleEndian;
import dev.tidalite.engine.internal.segment.encoding.MalformedException;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// The values of one page, uncompressed but still encoded, and which of its rows have one. Valid
/// until the scratch memory is used for the next page.
///
/// @param bytes the file or scratch memory; `[from, end)` are the values
/// @param valueCount rows that have a value
/// @param bits which rows those are; nothing of meaning if all have one
/// @param inFile whether `bytes` is the file: then loading cost next to nothing
record LoadedPage(
        MemorySegment bytes,
        long from,
        long end,
        Encoding encoding,
        int rowCount,
        int valueCount,
        long[] bits,
        boolean inFile) {

    private static final long[] NO_BITS = {};

    /// What to do about a page's checksum.
    enum CrcCheck {
        /// It was compared before.
        NONE,
        /// Compare it if there is one: the file is another program's.
        IF_THERE,
        /// There must be one, and it must be right: the file is ours.
        REQUIRED
    }

    boolean hasNulls() {
        return valueCount < rowCount;
    }

    /// @param offset of the page header
    /// @param end of the column chunk
    /// @param check what to do about the checksum
    /// @param headerCrc the CRC-32C of the header; null if it is not known
    static LoadedPage load(
            MemorySegment file,
            FileColumn column,
            Codec codec,
            long offset,
            long end,
            CrcCheck check,
            @Nullable Integer headerCrc,
            Scratch scratch) {
        PageHeader header = PageHeader.read(file, offset, end);
        if (check != CrcCheck.NONE && headerCrc != null) {
            checkHeader(file, offset, header, headerCrc);
        }
        if (check == CrcCheck.REQUIRED && !header.hasCrc()) {
            throw new MalformedException("a page without a checksum");
        }
        if (check != CrcCheck.NONE && header.hasCrc()) {
            checkCrc(file, header);
        }
        return switch (header.kind()) {
            case PageHeader.DATA_PAGE_V2 -> loadV2(file, column, codec, header, scratch);
            case PageHeader.DATA_PAGE -> loadV1(file, column, codec, header, scratch);
            case PageHeader.DICTIONARY_PAGE -> loadDictionary(file, codec, header, scratch);
            default -> throw new MalformedException("a page of kind " + header.kind());
        };
    }

    private static void checkHeader(
            MemorySegment file, long offset, PageHeader header, int expected) {
        CRC32C crc = new CRC32C();
        crc.update(file.asSlice(offset, header.bodyOffset() - offset).asByteBuffer());
        if ((int) crc.getValue() != expected) {
            throw new MalformedException(
                    "page header checksum is 0x%x, expected 0x%x"
                            .formatted((int) crc.getValue(), expected));
        }
    }

    private static void checkCrc(MemorySegment file, PageHeader header) {
        CRC32 crc = new CRC32();
        crc.update(file.asSlice(header.bodyOffset(), header.compressedBytes()).asByteBuffer());
        if ((int) crc.getValue() != header.crc()) {
            throw new MalformedException(
                    "page checksum is 0x%x, expected 0x%x"
                            .formatted((int) crc.getValue(), header.crc()));
        }
    }

    private static LoadedPage loadV2(
            MemorySegment file,
            FileColumn column,
            Codec codec,
            PageHeader header,
            Scratch scratch) {
        int rows = header.valueCount();
        int values = rows - Math.max(0, header.nullCount());
        long[] bits = NO_BITS;
        long levelsEnd = header.bodyOffset() + header.levelBytes();
        if (values < rows || header.levelBytes() > 0) {
            // Also where the header says that no row is null: no checksum covers what it says.
            bits = scratch.bits(Levels.words(rows));
            checkOptional(column);
            int valid = Levels.decode(file, header.bodyOffset(), levelsEnd, bits, rows);
            if (valid != values) {
                throw new MalformedException(
                        "levels of %d values, header says %d".formatted(valid, values));
            }
        }
        int plainBytes = header.uncompressedBytes() - header.levelBytes();
        int lengthBytes = header.compressedBytes() - header.levelBytes();
        if (!header.compressed() || codec == Codec.UNCOMPRESSED || lengthBytes == 0) {
            return new LoadedPage(
                    file,
                    levelsEnd,
                    levelsEnd + lengthBytes,
                    header.encoding(),
                    rows,
                    values,
                    bits,
                    true);
        }
        MemorySegment plain = decompress(file, levelsEnd, lengthBytes, plainBytes, scratch);
        return new LoadedPage(plain, 0, plainBytes, header.encoding(), rows, values, bits, false);
    }

    private static LoadedPage loadV1(
            MemorySegment file,
            FileColumn column,
            Codec codec,
            PageHeader header,
            Scratch scratch) {
        int rows = header.valueCount();
        LoadedPage whole = body(file, codec, header, rows, scratch);
        if (!column.optional()) {
            return whole;
        }
        if (!header.rleLevels()) {
            throw new MalformedException("definition levels that are no run hybrid");
        }
        MemorySegment bytes = whole.bytes();
        long levels = whole.from() + Integer.BYTES;
        if (levels > whole.end()) {
            throw new MalformedException("the length of the definition levels is cut");
        }
        int levelBytes = bytes.get(LittleEndian.INT, whole.from());
        if (levelBytes < 0 || levelBytes > whole.end() - levels) {
            throw new MalformedException("definition levels of " + levelBytes + " bytes");
        }
        long[] bits = scratch.bits(Levels.words(rows));
        int values = Levels.decode(bytes, levels, levels + levelBytes, bits, rows);
        return new LoadedPage(
                bytes,
                levels + levelBytes,
                whole.end(),
                header.encoding(),
                rows,
                values,
                bits,
                whole.inFile());
    }

    private static LoadedPage loadDictionary(
            MemorySegment file, Codec codec, PageHeader header, Scratch scratch) {
        return body(file, codec, header, header.valueCount(), scratch);
    }

    /// A page of which everything is compressed.
    private static LoadedPage body(
            MemorySegment file, Codec codec, PageHeader header, int values, Scratch scratch) {
        long[] bits = NO_BITS;
        if (codec == Codec.UNCOMPRESSED) {
            long from = header.bodyOffset();
            return new LoadedPage(
                    file, from, header.endOffset(), header.encoding(), values, values, bits, true);
        }
        MemorySegment plain =
                decompress(
                        file,
                        header.bodyOffset(),
                        header.compressedBytes(),
                        header.uncompressedBytes(),
                        scratch);
        return new LoadedPage(
                plain,
                0,
                header.uncompressedBytes(),
                header.encoding(),
                values,
                values,
                bits,
                false);
    }

    private static MemorySegment decompress(
            MemorySegment file, long from, int length, int plainBytes, Scratch scratch) {
        try {
            return scratch.decompress(file, from, length, plainBytes);
        } catch (ZstdException e) {
            MalformedException malformed =
                    new MalformedException("a page does not decompress: " + e.getMessage());
            malformed.initCause(e);
            throw malformed;
        }
    }

    private static void checkOptional(FileColumn column) {
        if (!column.optional()) {
            throw new MalformedException("rows without a value in a column that needs one");
        }
    }
}
