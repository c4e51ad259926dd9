package dev.tidalite.engine.internal.codec;

import java.util.Arrays;

/// Series by their tags: for each an id and, per tag it has, the ordinal of the column and the
/// UTF-8 of the value. Columnar and append-only. Written by one thread.
public final class SeriesBlock {
    private int[] ids = new int[16];
    private int[] tagEnds = new int[16];
    private int[] ordinals = new int[64];
    private int[] valueEnds = new int[64];
    private byte[] values = new byte[512];
    private int size;
    private int tagCount;

    public int size() {
        return size;
    }

    public int id(int index) {
        return ids[index];
    }

    /// The tags of a series are those from [#tagStart] to before [#tagEnd].
    public int tagStart(int index) {
        return index == 0 ? 0 : tagEnds[index - 1];
    }

    public int tagEnd(int index) {
        return tagEnds[index];
    }

    public int ordinal(int tag) {
        return ordinals[tag];
    }

    /// The value of a tag is `values()[valueStart(tag), valueEnd(tag))`.
    public int valueStart(int tag) {
        return tag == 0 ? 0 : valueEnds[tag - 1];
    }

    public int valueEnd(int tag) {
        return valueEnds[tag];
    }

    public byte[] values() {
        return values;
    }

    /// Adds a tag to the series that the next [#end] ends.
    public void tag(int ordinal, byte[] source, int from, int to) {
        int start = reserveValue(to - from);
        System.arraycopy(source, from, values, start, to - from);
        endTag(ordinal, to - from);
    }

    /// Makes room for a value of at most so many bytes.
    ///
    /// @return where in [#values()] to write it, before [#endTag]
    public int reserveValue(int bytes) {
        int start = valueStart(tagCount);
        int wanted = Math.addExact(start, bytes);
        if (wanted > values.length) {
            values = Arrays.copyOf(values, Math.max(wanted, values.length * 2));
        }
        return start;
    }

    /// Counts the bytes written as the value of a tag.
    public void endTag(int ordinal, int length) {
        if (tagCount == ordinals.length) {
            ordinals = Arrays.copyOf(ordinals, tagCount * 2);
            valueEnds = Arrays.copyOf(valueEnds, tagCount * 2);
        }
        int end = valueStart(tagCount) + length;
        ordinals[tagCount] = ordinal;
        valueEnds[tagCount] = end;
        tagCount++;
    }

    /// Ends a series: its tags are those added since the last one.
    public void end(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
            tagEnds = Arrays.copyOf(tagEnds, size * 2);
        }
        ids[size] = id;
        tagEnds[size] = tagCount;
        size++;
    }

    /// Forgets the tags added since the last [#end].
    public void discard() {
        tagCount = size == 0 ? 0 : tagEnds[size - 1];
    }

    /// Takes back the last series.
    public void removeLast() {
        size--;
        discard();
    }

    public void clear() {
        size = 0;
        tagCount = 0;
        if (values.length > VALUE_BYTES_KEPT_MAX) {
            values = new byte[512];
        }
    }

    private static final int VALUE_BYTES_KEPT_MAX = 1 << 22;
}
