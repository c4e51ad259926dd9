package dev.tidalite.lp;

import java.util.List;

/// What a decoder found in a text.
///
/// @param lineCount lines delivered to the sink
/// @param errorCount lines that were not
/// @param errors the first of these, in order, as many as [DecodeLimits#errorsKeptMax] allows
public record DecodeResult(long lineCount, long errorCount, List<LineError> errors) {
    public DecodeResult {
        errors = List.copyOf(errors);
    }
}
