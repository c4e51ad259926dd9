package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.internal.segment.encoding.MalformedException;
import dev.tidalite.engine.internal.segment.encoding.Varints;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Reads the compact protocol of Thrift from native memory, field by field:
///
/// ```
/// in.begin();
/// while (in.next()) {
///     switch (in.field()) {
///         case 1 -> count = in.i32();
///         default -> in.skip();
///     }
/// }
/// ```
///
/// Every field that [#next()] announces must be read or skipped. Anything that is not Thrift gives
/// a [MalformedException]; nothing is allocated that is longer than the bytes that are there.
final class ThriftReader {
    private static final int DEPTH_MAX = 16;

    private final MemorySegment bytes;
    private final long end;
    private final int[] fields = new int[DEPTH_MAX];
    private int depth = -1;
    private int type;
    private long position;

    ThriftReader(MemorySegment bytes, long from, long end) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    /// Where the next byte is read.
    long position() {
        return position;
    }

    /// Enters a structure: the outermost one, one that is the field just announced, or the next
    /// element of a list.
    void begin() {
        if (depth + 1 == DEPTH_MAX) {
            throw new MalformedException("structures nested deeper than " + DEPTH_MAX);
        }
        fields[++depth] = 0;
    }

    /// Announces the next field of the innermost structure.
    ///
    /// @return false at its end, which is left by that
    boolean next() {
        int header = unsignedByte();
        type = header & 0xF;
        if (header == 0) {
            depth--;
            return false;
        }
        int delta = header >>> 4;
        fields[depth] = delta == 0 ? (int) zigzag() : fields[depth] + delta;
        return true;
    }

    int field() {
        return fields[depth];
    }

    boolean bool() {
        return switch (type) {
            case ThriftWriter.TRUE -> true;
            case ThriftWriter.FALSE -> false;
            default -> throw unexpected("a truth value");
        };
    }

    int i32() {
        long value = i64();
        if (value != (int) value) {
            throw new MalformedException(value + " is no 32-bit number");
        }
        return (int) value;
    }

    long i64() {
        if (type != ThriftWriter.I16 && type != ThriftWriter.I32 && type != ThriftWriter.I64) {
            throw unexpected("an integer");
        }
        return zigzag();
    }

    byte[] binary() {
        expect(ThriftWriter.BINARY, "bytes");
        return element();
    }

    String text() {
        return new String(binary(), StandardCharsets.UTF_8);
    }

    /// Makes sure that the field just announced is a structure, and enters it.
    void beginField() {
        expect(ThriftWriter.STRUCT, "a structure");
        begin();
    }

    /// The number of elements of the list just announced, which are then read one after the other:
    /// structures by [#begin()], others by the `element` methods.
    int list(int elementType) {
        return list(elementType, elementType);
    }

    /// As [#list(int)] where writers differ on what the type is called, as they do for booleans.
    int list(int elementType, int otherName) {
        expect(ThriftWriter.LIST, "a list");
        int size = listHeader();
        if (size > 0 && type != elementType && type != otherName) {
            throw unexpected("elements of type " + elementType);
        }
        return size;
    }

    /// Reads size and element type, which becomes [#type].
    private int listHeader() {
        int header = unsignedByte();
        int shortSize = header >>> 4;
        long size = shortSize == 15 ? varint() : shortSize;
        type = header & 0xF;
        if (size < 0 || size > end - position) {
            throw new MalformedException("a list of " + size + " elements");
        }
        return (int) size;
    }

    /// An element of a list of byte strings.
    byte[] element() {
        long length = varint();
        if (length < 0 || length > end - position) {
            throw new MalformedException(
                    "a string of " + length + " bytes, " + (end - position) + " are left");
        }
        byte[] value = bytes.asSlice(position, length).toArray(ValueLayout.JAVA_BYTE);
        position += length;
        return value;
    }

    /// An element of a list of integers.
    long elementInteger() {
        return zigzag();
    }

    /// An element of a list of truth values.
    boolean elementBool() {
        return unsignedByte() == ThriftWriter.TRUE;
    }

    /// Passes over the field just announced.
    void skip() {
        skip(type, depth, false);
    }

    private void skip(int skippedType, int nesting, boolean inList) {
        if (nesting > DEPTH_MAX) {
            throw new MalformedException("structures nested deeper than " + DEPTH_MAX);
        }
        switch (skippedType) {
            case ThriftWriter.TRUE, ThriftWriter.FALSE -> position += inList ? 1 : 0;
            case ThriftWriter.BYTE -> position++;
            case ThriftWriter.I16, ThriftWriter.I32, ThriftWriter.I64 -> varint();
            case ThriftWriter.DOUBLE -> position += Double.BYTES;
            case ThriftWriter.BINARY -> skipBytes(varint());
            case ThriftWriter.LIST, ThriftWriter.SET -> skipList(nesting);
            case ThriftWriter.MAP -> skipMap(nesting);
            case ThriftWriter.STRUCT -> skipStruct(nesting);
            default -> throw new MalformedException("field of unknown type " + skippedType);
        }
    }

    private void skipBytes(long length) {
        if (length < 0 || length > end - position) {
            throw new MalformedException("a string of " + length + " bytes");
        }
        position += length;
    }

    private void skipList(int nesting) {
        int size = listHeader();
        int elementType = type;
        for (int i = 0; i < size; i++) {
            skip(elementType, nesting + 1, true);
        }
    }

    private void skipMap(int nesting) {
        long size = varint();
        if (size < 0 || size > end - position) {
            throw new MalformedException("a map of " + size + " entries");
        }
        int types = size == 0 ? 0 : unsignedByte();
        for (int i = 0; i < size; i++) {
            skip(types >>> 4, nesting + 1, true);
            skip(types & 0xF, nesting + 1, true);
        }
    }

    private void skipStruct(int nesting) {
        for (int header = unsignedByte(); header != 0; header = unsignedByte()) {
            if (header >>> 4 == 0) {
                varint();
            }
            skip(header & 0xF, nesting + 1, false);
        }
    }

    private void expect(int wanted, String what) {
        if (type != wanted) {
            throw unexpected(what);
        }
    }

    private MalformedException unexpected(String wanted) {
        return new MalformedException(
                "field "
                        + (depth < 0 ? 0 : fields[depth])
                        + " is of type "
                        + type
                        + ", not "
                        + wanted);
    }

    private int unsignedByte() {
        if (position >= end) {
            throw new MalformedException("a structure does not end");
        }
        return bytes.get(ValueLayout.JAVA_BYTE, position++) & 0xFF;
    }

    private long zigzag() {
        return Varints.unzigzag(varint());
    }

    private long varint() {
        long value = Varints.get(bytes, position, end);
        position = Varints.end(bytes, position);
        return value;
    }
}
