package dev.tidalite.engine.internal.segment.parquet;

import java.util.List;
import java.util.Map;

/// What a file says of itself at its end.
///
/// @param facts free texts by key; those of the engine start with `tidalite.`
/// @param createdBy the program that wrote it, or empty
/// @param checksumOffset where in the file the 8 characters of [#CHECKSUM] lie, or -1
record Footer(
        List<FileColumn> columns,
        long rowCount,
        List<RowGroupMeta> rowGroups,
        Map<String, String> facts,
        String createdBy,
        long checksumOffset) {
    static final byte[] MAGIC = {'P', 'A', 'R', '1'};

    /// Behind the footer: its length in 4 bytes and the magic.
    static final int TRAILER_BYTES = Integer.BYTES + MAGIC.length;

    /// The fact that holds the CRC-32C of the footer as 8 hexadecimal digits, taken while those
    /// digits are zeros.
    static final String CHECKSUM = "tidalite.footer-crc32c";

    static final int CHECKSUM_DIGITS = 8;

    /// The number of the field that Parquet leaves to whoever extends one of its structures. In an
    /// offset index of ours it holds the CRC-32C of the page headers, 4 bytes each, least
    /// significant first: of the dictionary if there is one, then of the data pages.
    static final int EXTENSION = 32767;

    /// The fact that holds the CRC-32C of the page index of all chunks, as 8 hexadecimal digits.
    static final String INDEX_CHECKSUM = "tidalite.index-crc32c";

    /// The fact that holds where the page index starts, in decimal. It ends where the footer
    /// starts.
    static final String INDEX_OFFSET = "tidalite.index-offset";
}
