package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.internal.segment.encoding.MalformedException;

import java.lang.foreign.MemorySegment;

/// Reads one [PageHeader] of any kind.
final class PageHeaderReader {
    private int kind = -1;
    private int uncompressedBytes = -1;
    private int compressedBytes = -1;
    private int crc;
    private boolean hasCrc;
    private int valueCount = -1;
    private int nullCount = -1;
    private Encoding encoding = Encoding.PLAIN;
    private int levelBytes;
    private boolean compressed = true;
    private boolean rleLevels = true;

    PageHeader read(MemorySegment file, long from, long end) {
        ThriftReader in = new ThriftReader(file, from, end);
        in.begin();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> kind = in.i32();
                case 2 -> uncompressedBytes = in.i32();
                case 3 -> compressedBytes = in.i32();
                case 4 -> {
                    crc = in.i32();
                    hasCrc = true;
                }
                case 5 -> dataPage(in);
                case 7 -> dictionaryPage(in);
                case 8 -> dataPageV2(in);
                default -> in.skip();
            }
        }
        return new PageHeader(
                        kind,
                        uncompressedBytes,
                        compressedBytes,
                        crc,
                        hasCrc,
                        valueCount,
                        nullCount,
                        encoding,
                        levelBytes,
                        compressed,
                        rleLevels,
                        in.position())
                .checked(end);
    }

    private void dataPage(ThriftReader in) {
        in.beginField();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> valueCount = in.i32();
                case 2 -> encoding = Encoding.of(in.i32());
                case 3 -> rleLevels = in.i32() == Encoding.RLE.code();
                default -> in.skip();
            }
        }
    }

    private void dictionaryPage(ThriftReader in) {
        in.beginField();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> valueCount = in.i32();
                case 2 -> encoding = Encoding.of(in.i32());
                default -> in.skip();
            }
        }
    }

    private void dataPageV2(ThriftReader in) {
        int repetitionBytes = 0;
        in.beginField();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> valueCount = in.i32();
                case 2 -> nullCount = in.i32();
                case 4 -> encoding = Encoding.of(in.i32());
                case 5 -> levelBytes = in.i32();
                case 6 -> repetitionBytes = in.i32();
                case 7 -> compressed = in.bool();
                default -> in.skip();
            }
        }
        if (repetitionBytes != 0) {
            throw new MalformedException("repetition levels in a flat column");
        }
    }
}
