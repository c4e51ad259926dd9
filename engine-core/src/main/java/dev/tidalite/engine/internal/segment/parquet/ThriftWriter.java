package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.internal.segment.encoding.PageBytes;
import dev.tidalite.engine.internal.segment.encoding.Varints;

import java.nio.charset.StandardCharsets;

/// Writes the compact protocol of Thrift. Fields of a structure come by ascending number.
final class ThriftWriter {
    static final int TRUE = 1;
    static final int FALSE = 2;
    static final int BYTE = 3;
    static final int I16 = 4;
    static final int I32 = 5;
    static final int I64 = 6;
    static final int DOUBLE = 7;
    static final int BINARY = 8;
    static final int LIST = 9;
    static final int SET = 10;
    static final int MAP = 11;
    static final int STRUCT = 12;

    private static final int DEPTH_MAX = 16;
    private static final int SHORT_LIST_MAX = 14;

    private final PageBytes out;
    private final int[] fields = new int[DEPTH_MAX];
    private int depth = -1;

    ThriftWriter(PageBytes out) {
        this.out = out;
    }

    /// Starts the outermost structure, or one that is an element of a list.
    void begin() {
        fields[++depth] = 0;
    }

    /// Starts a structure that is a field.
    void begin(int field) {
        header(field, STRUCT);
        begin();
    }

    void end() {
        out.appendByte(0);
        depth--;
    }

    void bool(int field, boolean value) {
        header(field, value ? TRUE : FALSE);
    }

    void i8(int field, int value) {
        header(field, BYTE);
        out.appendByte(value);
    }

    void i16(int field, int value) {
        header(field, I16);
        out.appendVarint(Varints.zigzag(value));
    }

    void i32(int field, int value) {
        header(field, I32);
        out.appendVarint(Varints.zigzag(value));
    }

    void i64(int field, long value) {
        header(field, I64);
        out.appendVarint(Varints.zigzag(value));
    }

    void binary(int field, byte[] value) {
        header(field, BINARY);
        element(value);
    }

    void text(int field, String value) {
        binary(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /// Starts a list, whose elements are then written one after the other.
    void list(int field, int elementType, int size) {
        header(field, LIST);
        if (size <= SHORT_LIST_MAX) {
            out.appendByte(size << 4 | elementType);
        } else {
            out.appendByte(0xF0 | elementType);
            out.appendVarint(size);
        }
    }

    /// An element of a list of byte strings.
    void element(byte[] value) {
        out.appendVarint(value.length);
        out.append(value);
    }

    /// An element of a list of integers.
    void element(long value) {
        out.appendVarint(Varints.zigzag(value));
    }

    /// An element of a list of truth values.
    void element(boolean value) {
        out.appendByte(value ? TRUE : FALSE);
    }

    private void header(int field, int type) {
        int delta = field - fields[depth];
        if (delta > 0 && delta <= 15) {
            out.appendByte(delta << 4 | type);
        } else {
            out.appendByte(type);
            out.appendVarint(Varints.zigzag(field));
        }
        fields[depth] = field;
    }
}
