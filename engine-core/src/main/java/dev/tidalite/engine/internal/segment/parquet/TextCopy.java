package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.batch.StringSink;
import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.internal.segment.encoding.Levels;
import dev.tidalite.engine.internal.segment.encoding.MalformedException;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Puts the texts of a page into a sink.
final class TextCopy {
    /// No page that the engine reads has more bytes of text, repetitions of the dictionary counted.
    private static final long TEXT_BYTES_MAX = PageHeader.PAGE_BYTES_MAX;

    private TextCopy() {}

    /// @param starts of the values, counted from the page's first byte
    static void fromPage(LoadedPage page, int[] starts, long[] lengths, StringSink target) {
        long total = 0;
        for (int i = 0; i < page.valueCount(); i++) {
            total += lengths[i];
        }
        reserve(target, total);
        int[] offsets = target.offsets();
        byte[] bytes = target.bytes();
        int at = target.size();
        int end = offsets[at];
        int value = 0;
        for (int row = 0; row < page.rowCount(); row++) {
            if (isValid(page, row)) {
                int length = (int) lengths[value];
                MemorySegment.copy(
                        page.bytes(),
                        ValueLayout.JAVA_BYTE,
                        page.from() + starts[value],
                        bytes,
                        end,
                        length);
                end += length;
                value++;
            }
            offsets[at + row + 1] = end;
        }
        finish(page, target);
    }

    static void fromDictionary(
            LoadedPage page, Dictionary dictionary, int[] ids, StringSink target) {
        int[] entryOffsets = dictionary.offsets();
        long total = 0;
        for (int i = 0; i < page.valueCount(); i++) {
            int id = ids[i];
            if (id < 0 || id >= dictionary.size()) {
                throw new MalformedException(
                        "id " + id + " in a dictionary of " + dictionary.size());
            }
            total += entryOffsets[id + 1] - entryOffsets[id];
        }
        reserve(target, total);
        int[] offsets = target.offsets();
        byte[] bytes = target.bytes();
        int at = target.size();
        int end = offsets[at];
        int value = 0;
        for (int row = 0; row < page.rowCount(); row++) {
            if (isValid(page, row)) {
                int id = ids[value++];
                int length = entryOffsets[id + 1] - entryOffsets[id];
                System.arraycopy(dictionary.bytes(), entryOffsets[id], bytes, end, length);
                end += length;
            }
            offsets[at + row + 1] = end;
        }
        finish(page, target);
    }

    /// @param prefixes how many bytes each value shares with the one before
    /// @param lengths of what follows the prefix
    /// @param start where in the page what follows the first prefix starts
    static void fromPrefixes(
            LoadedPage page, long[] prefixes, long[] lengths, long start, StringSink target) {
        long total = 0;
        long before = 0;
        for (int i = 0; i < page.valueCount(); i++) {
            if (prefixes[i] < 0 || prefixes[i] > before) {
                throw new MalformedException(
                        "a prefix of " + prefixes[i] + " bytes of a text of " + before);
            }
            before = prefixes[i] + lengths[i];
            total = Math.addExact(total, before);
        }
        reserve(target, total);
        int[] offsets = target.offsets();
        byte[] bytes = target.bytes();
        int at = target.size();
        int end = offsets[at];
        int last = end;
        long suffix = start;
        int value = 0;
        for (int row = 0; row < page.rowCount(); row++) {
            if (isValid(page, row)) {
                int prefix = (int) prefixes[value];
                int length = (int) lengths[value++];
                System.arraycopy(bytes, last, bytes, end, prefix);
                last = end;
                end += prefix;
                MemorySegment.copy(page.bytes(), ValueLayout.JAVA_BYTE, suffix, bytes, end, length);
                suffix += length;
                end += length;
            }
            offsets[at + row + 1] = end;
        }
        finish(page, target);
    }

    private static boolean isValid(LoadedPage page, int row) {
        return !page.hasNulls() || Validity.isValid(page.bits(), row);
    }

    private static void reserve(StringSink target, long textBytes) {
        if (textBytes > TEXT_BYTES_MAX) {
            throw new MalformedException("a page of " + textBytes + " bytes of text");
        }
        target.reserveBytes((int) textBytes);
    }

    private static void finish(LoadedPage page, StringSink target) {
        int at = target.size();
        if (page.hasNulls()) {
            Levels.copy(page.bits(), 0, target.validity(), at, page.rowCount());
        } else if (target.hasValidity()) {
            Validity.setRange(target.validity(), at, at + page.rowCount());
        }
        target.advance(page.rowCount());
    }
}
