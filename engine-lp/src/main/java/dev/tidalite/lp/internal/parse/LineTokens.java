package dev.tidalite.lp.internal.parse;

import dev.tidalite.lp.Escapes;
import dev.tidalite.lp.LineSink;
import dev.tidalite.lp.internal.number.Digits;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// What stands in one line, as offsets and primitive values in arrays that are reused from line to
/// line. Filled by [LineParser] or by a prediction, then told to a sink.
///
/// Open to the classes of this package, which are its only writers.
public final class LineTokens {
    static final byte FLOAT = 0;
    static final byte INTEGER = 1;
    static final byte UNSIGNED = 2;
    static final byte BOOLEAN = 3;

    /// A string's value is its first byte's offset in the high and its end in the low 32 bits.
    static final byte STRING = 4;

    static final byte STRING_ESCAPED = 5;

    int seriesFrom;
    int seriesTo;
    int measurementTo;
    boolean measurementEscaped;

    int tagCount;
    int[] tagKeyFrom = new int[16];
    int[] tagKeyBytes = new int[16];
    int[] tagValueFrom = new int[16];
    int[] tagValueTo = new int[16];
    boolean[] tagKeyEscaped = new boolean[16];
    boolean[] tagValueEscaped = new boolean[16];

    int fieldCount;
    int[] fieldKeyFrom = new int[16];
    int[] fieldKeyBytes = new int[16];
    boolean[] fieldKeyEscaped = new boolean[16];
    byte[] fieldType = new byte[16];
    long[] fieldValue = new long[16];

    /// The shape that `fieldCount` and what is the same for all its lines were taken from.
    private @Nullable LineShape shape;

    boolean timed;

    /// In the unit of the line; meaningful if `timed`.
    long timestamp;

    /// Eight digits that a timestamp began with, and what they say.
    long timestampHead = Digits.ZEROS;

    long timestampHeadValue;

    static long span(int from, int to) {
        return (long) from << 32 | to;
    }

    void growTags() {
        int capacity = tagKeyFrom.length * 2;
        tagKeyFrom = Arrays.copyOf(tagKeyFrom, capacity);
        tagKeyBytes = Arrays.copyOf(tagKeyBytes, capacity);
        tagValueFrom = Arrays.copyOf(tagValueFrom, capacity);
        tagValueTo = Arrays.copyOf(tagValueTo, capacity);
        tagKeyEscaped = Arrays.copyOf(tagKeyEscaped, capacity);
        tagValueEscaped = Arrays.copyOf(tagValueEscaped, capacity);
    }

    void growFields() {
        int capacity = fieldKeyFrom.length * 2;
        fieldKeyFrom = Arrays.copyOf(fieldKeyFrom, capacity);
        fieldKeyBytes = Arrays.copyOf(fieldKeyBytes, capacity);
        fieldKeyEscaped = Arrays.copyOf(fieldKeyEscaped, capacity);
        fieldType = Arrays.copyOf(fieldType, capacity);
        fieldValue = Arrays.copyOf(fieldValue, capacity);
    }

    /// The fields to come are read one by one.
    void beginFields() {
        shape = null;
        fieldCount = 0;
    }

    /// The fields to come have a known shape.
    void beginFields(LineShape shape, int[] keyBytes, boolean[] keyEscaped) {
        if (this.shape != shape) {
            this.shape = shape;
            fieldCount = keyEscaped.length;
            System.arraycopy(keyBytes, 0, fieldKeyBytes, 0, fieldCount);
            System.arraycopy(keyEscaped, 0, fieldKeyEscaped, 0, fieldCount);
        }
    }

    int fieldKeyTo(int field) {
        return fieldKeyFrom[field] + fieldKeyBytes[field];
    }

    /// Whether a line of these fields ends for [LineSplitter] where it ends for the grammar. It
    /// does if no field key has an unescaped comma, which would make the splitter blind for the
    /// quotes of strings, or if there is no string.
    public boolean endsWhereItSeems(byte[] bytes) {
        for (int i = 0; i < fieldCount; i++) {
            if (fieldType[i] >= STRING) {
                return keysHaveNoComma(bytes);
            }
        }
        return true;
    }

    /// Whether every comma in a field key is escaped.
    boolean keysHaveNoComma(byte[] bytes) {
        for (int i = 0; i < fieldCount; i++) {
            int to = fieldKeyTo(i);
            for (int at = fieldKeyFrom[i]; at < to; at++) {
                if (bytes[at] == '\\') {
                    at++;
                } else if (bytes[at] == ',') {
                    return false;
                }
            }
        }
        return true;
    }

    public int seriesFrom() {
        return seriesFrom;
    }

    public int seriesTo() {
        return seriesTo;
    }

    public boolean timed() {
        return timed;
    }

    public long timestamp() {
        return timestamp;
    }

    /// Tells the measurement and the tags.
    public void emitSeries(LineSink sink) {
        sink.measurement(seriesFrom, measurementTo, measurementEscaped);
        for (int i = 0; i < tagCount; i++) {
            sink.tag(
                    tagKeyFrom[i],
                    tagKeyFrom[i] + tagKeyBytes[i],
                    tagKeyEscaped[i],
                    tagValueFrom[i],
                    tagValueTo[i],
                    tagValueEscaped[i]);
        }
    }

    /// Tells the fields.
    public void emitFields(int layout, LineSink sink) {
        int[] keyFrom = fieldKeyFrom;
        int[] keyBytes = fieldKeyBytes;
        boolean[] keyEscaped = fieldKeyEscaped;
        byte[] types = fieldType;
        long[] values = fieldValue;
        int count = fieldCount;
        for (int i = 0; i < count; i++) {
            int from = keyFrom[i];
            int to = from + keyBytes[i];
            boolean escaped = keyEscaped[i];
            long value = values[i];
            switch (types[i]) {
                case FLOAT ->
                        sink.floatField(
                                layout, i, from, to, escaped, Double.longBitsToDouble(value));
                case INTEGER -> sink.integerField(layout, i, from, to, escaped, value);
                case UNSIGNED -> sink.unsignedField(layout, i, from, to, escaped, value);
                case BOOLEAN -> sink.booleanField(layout, i, from, to, escaped, value != 0);
                default ->
                        sink.stringField(
                                layout,
                                i,
                                from,
                                to,
                                escaped,
                                (int) (value >>> 32),
                                (int) value,
                                types[i] == STRING_ESCAPED);
            }
        }
    }

    /// What to say of a tag that another one has the key of.
    public String repeatedTag(byte[] bytes, int tag) {
        return "the tag '"
                + Escapes.key(
                        bytes,
                        tagKeyFrom[tag],
                        tagKeyFrom[tag] + tagKeyBytes[tag],
                        tagKeyEscaped[tag])
                + "' is specified more than once with conflicting values";
    }

    /// What to say of a field that another one of another type has the key of.
    public String conflictingField(byte[] bytes, int field) {
        return "the field '"
                + Escapes.key(bytes, fieldKeyFrom[field], fieldKeyTo(field), fieldKeyEscaped[field])
                + "' is specified more than once with conflicting types";
    }
}
