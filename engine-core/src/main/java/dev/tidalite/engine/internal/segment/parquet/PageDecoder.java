package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.batch.BooleanSink;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.DoubleSink;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.StringSink;
import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.internal.segment.encoding.ByteStreamSplit;
import dev.tidalite.engine.internal.segment.encoding.DeltaCursor;
import dev.tidalite.engine.internal.segment.encoding.DeltaLength;
import dev.tidalite.engine.internal.segment.encoding.DeltaPacked;
import dev.tidalite.engine.internal.segment.encoding.Levels;
import dev.tidalite.engine.internal.segment.encoding.LittleEndian;
import dev.tidalite.engine.internal.segment.encoding.MalformedException;
import dev.tidalite.engine.internal.segment.encoding.Plain;
import dev.tidalite.engine.internal.segment.encoding.RunHybrid;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Decodes a whole page straight into a sink.
final class PageDecoder {
    private PageDecoder() {}

    /// Appends all rows of a page.
    ///
    /// @param target of the column's type
    static void decode(
            LoadedPage page,
            FileColumn column,
            Dictionary dictionary,
            ColumnSink target,
            Scratch scratch) {
        target.reserve(page.rowCount());
        switch (target) {
            case LongSink sink -> longs(page, column, dictionary, sink, scratch);
            case DoubleSink sink -> doubles(page, dictionary, sink, scratch);
            case BooleanSink sink -> booleans(page, sink, scratch);
            case StringSink sink -> texts(page, dictionary, sink, scratch);
        }
    }

    /// Whether rows of a page can be read without decoding it: plain numbers in the file itself,
    /// one for each row.
    static boolean canReadInPlace(LoadedPage page, FileColumn column) {
        boolean isNumber =
                switch (column.type()) {
                    case FLOAT64, INT64, UINT64 -> true;
                    case TIMESTAMP -> column.nanosPerUnit() == 1;
                    case STRING, BOOLEAN -> false;
                };
        return isNumber && page.inFile() && page.encoding() == Encoding.PLAIN && !page.hasNulls();
    }

    /// Whether a [DeltaCursor] gives a few rows of a page for less than decoding it takes: narrow
    /// differences, in the file itself, one for each row, of numbers that are stored as they are.
    static boolean canSkipRows(LoadedPage page, FileColumn column) {
        return page.encoding() == Encoding.DELTA_BINARY_PACKED
                && page.inFile()
                && !page.hasNulls()
                && page.end() - page.from() <= page.rowCount()
                && switch (column.type()) {
                    case INT64, UINT64 -> true;
                    case TIMESTAMP -> column.nanosPerUnit() == 1;
                    case FLOAT64, STRING, BOOLEAN -> false;
                };
    }

    /// Appends the rows `[from, to)` of a page of which [#canReadInPlace] says so.
    static void readInPlace(LoadedPage page, int from, int to, ColumnSink target) {
        int count = to - from;
        long start = page.from() + (long) from * Long.BYTES;
        target.reserve(count);
        switch (target) {
            case LongSink sink -> {
                Plain.decode(page.bytes(), start, page.end(), sink.values(), sink.size(), count);
                if (sink.hasValidity()) {
                    Validity.setRange(sink.validity(), sink.size(), sink.size() + count);
                }
                sink.advance(count);
            }
            case DoubleSink sink -> {
                Plain.decode(page.bytes(), start, page.end(), sink.values(), sink.size(), count);
                if (sink.hasValidity()) {
                    Validity.setRange(sink.validity(), sink.size(), sink.size() + count);
                }
                sink.advance(count);
            }
            case BooleanSink sink -> throw unexpected(page);
            case StringSink sink -> throw unexpected(page);
        }
    }

    private static void longs(
            LoadedPage page,
            FileColumn column,
            Dictionary dictionary,
            LongSink target,
            Scratch scratch) {
        MemorySegment bytes = page.bytes();
        long[] out = target.values();
        int at = target.size();
        int count = page.valueCount();
        switch (page.encoding()) {
            case PLAIN -> Plain.decode(bytes, page.from(), page.end(), out, at, count);
            case DELTA_BINARY_PACKED -> {
                byte[] copy = scratch.copy(DeltaPacked.copyBytes(page.from(), page.end()));
                DeltaPacked.decode(bytes, page.from(), page.end(), out, at, count, copy);
            }
            case RLE_DICTIONARY, PLAIN_DICTIONARY -> {
                int[] ids = ids(page, scratch);
                gather(dictionary.longs(), ids, out, at, count);
            }
            case RLE, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY, BYTE_STREAM_SPLIT ->
                    throw unexpected(page);
        }
        if (column.nanosPerUnit() > 1) {
            scale(out, at, count, column.nanosPerUnit());
        }
        if (page.hasNulls()) {
            Levels.spread(out, at, count, page.bits(), page.rowCount());
            Levels.copy(page.bits(), 0, target.validity(), at, page.rowCount());
        } else if (target.hasValidity()) {
            Validity.setRange(target.validity(), at, at + count);
        }
        target.advance(page.rowCount());
    }

    private static void scale(long[] values, int from, int count, int factor) {
        for (int i = from; i < from + count; i++) {
            values[i] = Math.multiplyExact(values[i], (long) factor);
        }
    }

    private static void doubles(
            LoadedPage page, Dictionary dictionary, DoubleSink target, Scratch scratch) {
        MemorySegment bytes = page.bytes();
        double[] out = target.values();
        int at = target.size();
        int count = page.valueCount();
        switch (page.encoding()) {
            case PLAIN -> Plain.decode(bytes, page.from(), page.end(), out, at, count);
            case BYTE_STREAM_SPLIT ->
                    ByteStreamSplit.decode(bytes, page.from(), page.end(), out, at, count);
            case RLE_DICTIONARY, PLAIN_DICTIONARY -> {
                int[] ids = ids(page, scratch);
                gather(dictionary.doubles(), ids, out, at, count);
            }
            case RLE, DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY ->
                    throw unexpected(page);
        }
        if (page.hasNulls()) {
            Levels.spread(out, at, count, page.bits(), page.rowCount());
            Levels.copy(page.bits(), 0, target.validity(), at, page.rowCount());
        } else if (target.hasValidity()) {
            Validity.setRange(target.validity(), at, at + count);
        }
        target.advance(page.rowCount());
    }

    private static void booleans(LoadedPage page, BooleanSink target, Scratch scratch) {
        boolean[] out = target.values();
        int at = target.size();
        int count = page.valueCount();
        switch (page.encoding()) {
            case PLAIN -> Plain.decode(page.bytes(), page.from(), page.end(), out, at, count);
            case RLE -> {
                int[] bits = scratch.ids(count);
                runs(page, bits);
                for (int i = 0; i < count; i++) {
                    out[at + i] = bits[i] != 0;
                }
            }
            case PLAIN_DICTIONARY,
                    DELTA_BINARY_PACKED,
                    DELTA_LENGTH_BYTE_ARRAY,
                    DELTA_BYTE_ARRAY,
                    RLE_DICTIONARY,
                    BYTE_STREAM_SPLIT ->
                    throw unexpected(page);
        }
        if (page.hasNulls()) {
            Levels.spread(out, at, count, page.bits(), page.rowCount());
            Levels.copy(page.bits(), 0, target.validity(), at, page.rowCount());
        } else if (target.hasValidity()) {
            Validity.setRange(target.validity(), at, at + count);
        }
        target.advance(page.rowCount());
    }

    /// The run hybrid of truth values, which has its length in front.
    private static void runs(LoadedPage page, int[] bits) {
        long from = page.from() + Integer.BYTES;
        if (from > page.end()) {
            throw new MalformedException("the length of truth values is cut");
        }
        int length = page.bytes().get(LittleEndian.INT, page.from());
        if (length < 0 || length > page.end() - from) {
            throw new MalformedException("truth values of " + length + " bytes");
        }
        RunHybrid.decode(page.bytes(), from, from + length, 1, bits, 0, page.valueCount());
    }

    /// Text is appended value by value, nulls among them.
    private static void texts(
            LoadedPage page, Dictionary dictionary, StringSink target, Scratch scratch) {
        int count = page.valueCount();
        switch (page.encoding()) {
            case PLAIN -> {
                long[] lengths = scratch.lengths(count);
                int[] starts = scratch.ids(count);
                plainTexts(page, lengths, starts);
                TextCopy.fromPage(page, starts, lengths, target);
            }
            case DELTA_LENGTH_BYTE_ARRAY -> {
                long[] lengths = scratch.lengths(count);
                long start =
                        DeltaLength.decodeLengths(
                                page.bytes(), page.from(), page.end(), lengths, count);
                int[] starts = scratch.ids(count);
                int next = Math.toIntExact(start - page.from());
                for (int i = 0; i < count; i++) {
                    starts[i] = next;
                    next += (int) lengths[i];
                }
                TextCopy.fromPage(page, starts, lengths, target);
            }
            case DELTA_BYTE_ARRAY -> {
                long[] prefixes = new long[count];
                long suffixes =
                        DeltaPacked.decode(
                                page.bytes(), page.from(), page.end(), prefixes, 0, count);
                long[] lengths = scratch.lengths(count);
                long start =
                        DeltaLength.decodeLengths(
                                page.bytes(), suffixes, page.end(), lengths, count);
                TextCopy.fromPrefixes(page, prefixes, lengths, start, target);
            }
            case RLE_DICTIONARY, PLAIN_DICTIONARY ->
                    TextCopy.fromDictionary(page, dictionary, ids(page, scratch), target);
            case RLE, DELTA_BINARY_PACKED, BYTE_STREAM_SPLIT -> throw unexpected(page);
        }
    }

    private static void plainTexts(LoadedPage page, long[] lengths, int[] starts) {
        long position = page.from();
        for (int i = 0; i < page.valueCount(); i++) {
            int length = Plain.textLength(page.bytes(), position, page.end());
            position += Integer.BYTES;
            lengths[i] = length;
            starts[i] = (int) (position - page.from());
            position += length;
        }
    }

    /// The dictionary ids of all values.
    static int[] ids(LoadedPage page, Scratch scratch) {
        int count = page.valueCount();
        int[] ids = scratch.ids(count);
        if (count > 0) {
            int width = idWidth(page);
            RunHybrid.decode(page.bytes(), page.from() + 1, page.end(), width, ids, 0, count);
        }
        return ids;
    }

    /// The number of bits of an id, which stands in front of the ids.
    static int idWidth(LoadedPage page) {
        if (page.from() >= page.end()) {
            throw new MalformedException("a page of ids without their width");
        }
        return page.bytes().get(ValueLayout.JAVA_BYTE, page.from()) & 0xFF;
    }

    /// An id that is not in the dictionary gives an [IndexOutOfBoundsException].
    private static void gather(long[] entries, int[] ids, long[] out, int at, int count) {
        for (int i = 0; i < count; i++) {
            out[at + i] = entries[ids[i]];
        }
    }

    private static void gather(double[] entries, int[] ids, double[] out, int at, int count) {
        for (int i = 0; i < count; i++) {
            out[at + i] = entries[ids[i]];
        }
    }

    private static MalformedException unexpected(LoadedPage page) {
        return new MalformedException("encoding " + page.encoding() + " does not fit the column");
    }
}
