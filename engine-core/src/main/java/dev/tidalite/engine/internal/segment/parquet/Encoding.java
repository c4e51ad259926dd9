package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.internal.segment.encoding.MalformedException;

/// How the values of a page are written, with Parquet's number for it.
enum Encoding {
    PLAIN(0),
    /// The old name of [#RLE_DICTIONARY] in data pages and of [#PLAIN] in dictionary pages.
    PLAIN_DICTIONARY(2),
    RLE(3),
    DELTA_BINARY_PACKED(5),
    DELTA_LENGTH_BYTE_ARRAY(6),
    /// Texts by what they share with the one before; read, never written.
    DELTA_BYTE_ARRAY(7),
    RLE_DICTIONARY(8),
    BYTE_STREAM_SPLIT(9);

    private static final Encoding[] ALL = values();

    private final int code;

    Encoding(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Encoding of(int code) {
        for (Encoding encoding : ALL) {
            if (encoding.code == code) {
                return encoding;
            }
        }
        throw new MalformedException("encoding " + code + " is not read by this engine");
    }
}
