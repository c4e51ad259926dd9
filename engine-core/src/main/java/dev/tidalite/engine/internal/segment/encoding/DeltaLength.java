package dev.tidalite.engine.internal.segment.encoding;

import java.lang.foreign.MemorySegment;

/// DELTA_LENGTH_BYTE_ARRAY: the lengths of all texts as [DeltaPacked], then their bytes one after
/// the other.
public final class DeltaLength {
    private DeltaLength() {}

    /// Appends the lengths; the bytes are to be appended right behind.
    ///
    /// @param lengths one per text
    /// @param scratch at least 128 entries
    public static void encodeLengths(long[] lengths, int count, PageBytes target, long[] scratch) {
        DeltaPacked.encode(lengths, 0, count, target, scratch);
    }

    /// Decodes the lengths of `count` texts and checks that all their bytes are there.
    ///
    /// @return where the bytes of the first text start
    public static long decodeLengths(
            MemorySegment bytes, long from, long end, long[] lengths, int count) {
        long start = DeltaPacked.decode(bytes, from, end, lengths, 0, count);
        long left = end - start;
        for (int i = 0; i < count; i++) {
            long length = lengths[i];
            if (length < 0 || length > left) {
                throw new MalformedException(
                        "a text of " + length + " bytes, " + left + " are left");
            }
            left -= length;
        }
        return start;
    }
}
