package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.internal.segment.encoding.LittleEndian;
import dev.tidalite.engine.internal.segment.encoding.MalformedException;
import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/// An open Parquet file: its footer, and where everything lies. Reads the page index of a column
/// when it is first asked for and keeps it as long as there is room ([IndexBudget]).
///
/// Safe for many threads. Does not own the memory it is given; that has to outlive it. Whatever is
/// wrong with the file is an [EngineException.Corrupt].
public final class ParquetFile {
    /// Room behind every page, so that decoders may read whole words: the length and the magic.
    private static final int BYTES_MIN = Footer.MAGIC.length + Footer.TRAILER_BYTES;

    /// Checksums are taken in steps of this.
    private static final long CHECKED_BYTES = 64 << 20;

    private final MemorySegment bytes;
    private final Path path;
    private final Footer footer;
    private final long footerStart;
    private volatile boolean indexVerified;
    private final IndexBudget indexes;
    private final @Nullable PageTable[] tables;
    private final @Nullable PageBounds[] bounds;

    private ParquetFile(
            MemorySegment bytes, Path path, Footer footer, long footerStart, IndexBudget indexes) {
        this.indexes = indexes;
        this.bytes = bytes;
        this.path = path;
        this.footer = footer;
        this.footerStart = footerStart;
        int chunks = footer.rowGroups().size() * footer.columns().size();
        this.tables = new PageTable[chunks];
        this.bounds = new PageBounds[chunks];
    }

    /// @param bytes the whole file, native
    /// @param path for messages
    /// @param indexes bounds what is kept of the page index
    public static ParquetFile open(MemorySegment bytes, Path path, IndexBudget indexes) {
        long size = bytes.byteSize();
        return guarded(
                path,
                Math.max(0, size - Footer.TRAILER_BYTES),
                () -> {
                    if (size < BYTES_MIN || !isMagic(bytes, 0) || !isMagic(bytes, size - 4)) {
                        throw new MalformedException("not a Parquet file of " + size + " bytes");
                    }
                    long footerEnd = size - Footer.TRAILER_BYTES;
                    int length = bytes.get(LittleEndian.INT, footerEnd);
                    if (length < 0 || length > footerEnd - Footer.MAGIC.length) {
                        throw new MalformedException("a footer of " + length + " bytes");
                    }
                    long start = footerEnd - length;
                    Footer footer = FooterReader.read(bytes, start, footerEnd);
                    checkFooter(bytes, start, length, footer);
                    return new ParquetFile(bytes, path, footer, start, indexes);
                });
    }

    private static boolean isMagic(MemorySegment bytes, long at) {
        return MemorySegment.mismatch(
                        bytes,
                        at,
                        at + Footer.MAGIC.length,
                        MemorySegment.ofArray(Footer.MAGIC),
                        0,
                        Footer.MAGIC.length)
                < 0;
    }

    private static void checkFooter(MemorySegment bytes, long start, int length, Footer footer) {
        String expected = footer.facts().get(Footer.CHECKSUM);
        if (expected == null) {
            return; // written by another program
        }
        byte[] copy = bytes.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE);
        int digits = (int) (footer.checksumOffset() - start);
        for (int i = 0; i < Footer.CHECKSUM_DIGITS; i++) {
            copy[digits + i] = '0';
        }
        CRC32C crc = new CRC32C();
        crc.update(copy);
        String found = "%08x".formatted(crc.getValue());
        if (!found.equals(expected)) {
            throw new MalformedException(
                    "footer checksum is 0x" + found + ", expected 0x" + expected);
        }
    }

    public Path path() {
        return path;
    }

    public long byteSize() {
        return bytes.byteSize();
    }

    public List<FileColumn> columns() {
        return footer.columns();
    }

    /// @return the place of a column, or -1
    public int column(String name) {
        for (int column = 0; column < footer.columns().size(); column++) {
            if (footer.columns().get(column).name().equals(name)) {
                return column;
            }
        }
        return -1;
    }

    public long rowCount() {
        return footer.rowCount();
    }

    /// Free texts by key.
    public Map<String, String> facts() {
        return footer.facts();
    }

    /// The program that wrote the file, or empty.
    public String createdBy() {
        return footer.createdBy();
    }

    public int groupCount() {
        return footer.rowGroups().size();
    }

    /// The number of the first row of a row group.
    public long groupStart(int group) {
        return footer.rowGroups().get(group).firstRow();
    }

    public long groupEnd(int group) {
        return footer.rowGroups().get(group).endRow();
    }

    /// What the statistics say of a column in a row group.
    public Bounds groupBounds(int group, int column) {
        return chunk(group, column).bounds();
    }

    /// Bytes in the file of a column in a row group.
    public long chunkBytes(int group, int column) {
        return chunk(group, column).compressedBytes();
    }

    /// Bytes of a column in a row group before they were compressed.
    public long plainBytes(int group, int column) {
        return chunk(group, column).uncompressedBytes();
    }

    /// The names of the encodings that a column uses in a row group.
    public List<String> chunkEncodings(int group, int column) {
        int encodings = chunk(group, column).encodings();
        return Arrays.stream(Encoding.values())
                .filter(encoding -> (encodings >>> encoding.code() & 1) != 0)
                .map(Encoding::name)
                .toList();
    }

    /// Whether all values of a column in a row group come from its dictionary for sure.
    boolean isDictionaryOnly(int group, int column) {
        int others =
                ~(1 << Encoding.RLE_DICTIONARY.code()
                        | 1 << Encoding.PLAIN_DICTIONARY.code()
                        | 1 << Encoding.RLE.code()
                        | 1 << Encoding.PLAIN.code());
        ChunkMeta chunk = chunk(group, column);
        return chunk.hasDictionary() && isOurs() && (chunk.encodings() & others) == 0;
    }

    /// Whether this engine wrote the file: other writers say PLAIN both of a dictionary and of the
    /// pages that came after they gave it up.
    public boolean isOurs() {
        return footer.facts().containsKey(Footer.CHECKSUM);
    }

    public int pageCount(int group, int column) {
        return table(group, column).pageCount();
    }

    /// The number in the file of the first row of a page.
    public long pageStart(int group, int column, int page) {
        return table(group, column).firstRow(page);
    }

    public long pageEnd(int group, int column, int page) {
        return table(group, column).endRow(page);
    }

    /// The page that holds a row of the row group.
    public int pageOf(int group, int column, long row) {
        return table(group, column).pageOf(row);
    }

    /// Bytes of a page in the file, its header included.
    long pageBytes(int group, int column, int page) {
        PageTable table = table(group, column);
        ChunkMeta chunk = chunk(group, column);
        long end =
                page + 1 < table.pageCount()
                        ? table.offset(page + 1)
                        : chunk.startOffset() + chunk.compressedBytes();
        return end - table.offset(page);
    }

    /// What the statistics say of a page.
    public Bounds pageBounds(int group, int column, int page) {
        PageBounds known = bounds[slot(group, column)];
        return (known != null ? known : readBounds(group, column)).page(page);
    }

    private PageBounds readBounds(int group, int column) {
        verifyIndex();
        ChunkMeta chunk = chunk(group, column);
        int pages = pageCount(group, column);
        ColumnType type = columns().get(column).type();
        PageBounds read =
                guarded(
                        path,
                        chunk.columnIndex().offset(),
                        () -> PageBounds.read(bytes, type, chunk, pages));
        bounds[slot(group, column)] = read;
        indexes.add(this, read.byteSize());
        return read;
    }

    /// The row group that holds a row.
    public int groupOf(long row) {
        int low = 0;
        int high = groupCount() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (row < groupEnd(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /// Compares every checksum there is: of the whole file in front of the footer, if the file says
    /// one, and of every page.
    ///
    /// @param bodyFact the key of the fact that holds the CRC-32C of all bytes before the footer,
    ///     as 8 hexadecimal digits
    public void verify(String bodyFact) {
        checkCrc(footer.facts().get(bodyFact), 0, "file");
        try (Scratch scratch = Scratch.borrow()) {
            for (int group = 0; group < groupCount(); group++) {
                for (int column = 0; column < columns().size(); column++) {
                    dictionary(group, column, scratch);
                    for (int page = 0; page < pageCount(group, column); page++) {
                        load(group, column, page, scratch);
                    }
                }
            }
        }
    }

    /// Compares the checksum of the page index, once.
    private void verifyIndex() {
        String expected = footer.facts().get(Footer.INDEX_CHECKSUM);
        String start = footer.facts().get(Footer.INDEX_OFFSET);
        if (!indexVerified && expected != null && start != null) {
            checkCrc(expected, indexStart(start), "page index");
            indexVerified = true;
        }
    }

    private long indexStart(String fact) {
        try {
            long start = Long.parseLong(fact);
            if (start >= 0 && start <= footerStart) {
                return start;
            }
        } catch (NumberFormatException e) {
            throw noIndexStart(fact, e);
        }
        throw noIndexStart(fact, null);
    }

    private EngineException.Corrupt noIndexStart(String fact, @Nullable Throwable cause) {
        EngineException.Corrupt corrupt =
                new EngineException.Corrupt(
                        path, footerStart, "the page index starts at byte '" + fact + "'");
        corrupt.initCause(cause);
        return corrupt;
    }

    /// Compares the CRC-32C of all bytes from an offset to the footer.
    private void checkCrc(@Nullable String expected, long from, String what) {
        if (expected == null) {
            return; // written by another program
        }
        CRC32C crc = new CRC32C();
        for (long at = from; at < footerStart; at += CHECKED_BYTES) {
            long length = Math.min(CHECKED_BYTES, footerStart - at);
            crc.update(bytes.asSlice(at, length).asByteBuffer());
        }
        String found = "%08x".formatted(crc.getValue());
        if (!found.equals(expected)) {
            throw new EngineException.Corrupt(
                    path, from, what + " checksum is 0x" + found + ", expected 0x" + expected);
        }
    }

    /// Loads a page, the checksum compared when it is the first time.
    LoadedPage load(int group, int column, int page, Scratch scratch) {
        PageTable table = table(group, column);
        ChunkMeta chunk = chunk(group, column);
        long offset = table.offset(page);
        LoadedPage.CrcCheck check = table.isVerified(page) ? LoadedPage.CrcCheck.NONE : crcCheck();
        LoadedPage loaded =
                guarded(
                        path,
                        offset,
                        () ->
                                LoadedPage.load(
                                        bytes,
                                        columns().get(column),
                                        chunk.codec(),
                                        offset,
                                        chunk.startOffset() + chunk.compressedBytes(),
                                        check,
                                        table.headerCrc(page),
                                        scratch));
        if (loaded.rowCount() != table.rowCount(page)) {
            throw new EngineException.Corrupt(
                    path,
                    offset,
                    "a page of %d rows, its index says %d"
                            .formatted(loaded.rowCount(), table.rowCount(page)));
        }
        table.setVerified(page);
        return loaded;
    }

    private LoadedPage.CrcCheck crcCheck() {
        return isOurs() ? LoadedPage.CrcCheck.REQUIRED : LoadedPage.CrcCheck.IF_THERE;
    }

    /// The decoded dictionary of a column in a row group, or the empty one.
    Dictionary dictionary(int group, int column, Scratch scratch) {
        ChunkMeta chunk = chunk(group, column);
        if (!chunk.hasDictionary()) {
            return Dictionary.NONE;
        }
        FileColumn meta = columns().get(column);
        Integer headerCrc = table(group, column).dictionaryHeaderCrc();
        return guarded(
                path,
                chunk.startOffset(),
                () -> {
                    LoadedPage page =
                            LoadedPage.load(
                                    bytes,
                                    meta,
                                    chunk.codec(),
                                    chunk.startOffset(),
                                    chunk.dataOffset(),
                                    crcCheck(),
                                    headerCrc,
                                    scratch);
                    return Dictionary.decode(page, meta.type());
                });
    }

    PageTable table(int group, int column) {
        PageTable known = tables[slot(group, column)];
        return known != null ? known : readTable(group, column);
    }

    private PageTable readTable(int group, int column) {
        verifyIndex();
        RowGroupMeta meta = footer.rowGroups().get(group);
        ChunkMeta chunk = chunk(group, column);
        PageTable read =
                guarded(
                        path,
                        chunk.offsetIndex().length() > 0
                                ? chunk.offsetIndex().offset()
                                : chunk.startOffset(),
                        () -> PageTable.read(bytes, meta, chunk, isOurs()));
        tables[slot(group, column)] = read;
        indexes.add(this, read.byteSize());
        return read;
    }

    /// Lets go of what was read of the page index. Who holds a part of it may use it on.
    void forgetIndex() {
        Arrays.fill(tables, null);
        Arrays.fill(bounds, null);
    }

    private int slot(int group, int column) {
        return group * footer.columns().size() + column;
    }

    private ChunkMeta chunk(int group, int column) {
        return footer.rowGroups().get(group).chunks().get(column);
    }

    /// Runs something that reads from the file and turns whatever its bytes cause into the one
    /// error that names the place.
    static <T> T guarded(Path path, long offset, Supplier<T> action) {
        try {
            return action.get();
        } catch (MalformedException
                | IndexOutOfBoundsException
                | ArithmeticException
                | NegativeArraySizeException e) {
            EngineException.Corrupt corrupt =
                    new EngineException.Corrupt(path, offset, String.valueOf(e.getMessage()));
            corrupt.initCause(e);
            throw corrupt;
        }
    }
}
