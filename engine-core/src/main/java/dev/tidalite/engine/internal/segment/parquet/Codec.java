package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.internal.segment.encoding.MalformedException;

/// How pages are compressed, with Parquet's number for it.
enum Codec {
    UNCOMPRESSED(0),
    ZSTD(6);

    private final int code;

    Codec(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Codec of(int code) {
        return switch (code) {
            case 0 -> UNCOMPRESSED;
            case 6 -> ZSTD;
            default ->
                    throw new MalformedException(
                            "compression codec "
                                    + code
                                    + " is not read by this engine, only ZSTD is");
        };
    }
}
