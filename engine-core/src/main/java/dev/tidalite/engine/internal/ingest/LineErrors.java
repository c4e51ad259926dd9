package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.WriteResult;
import dev.tidalite.engine.WriteResult.RejectedLine;
import dev.tidalite.lp.DecodeResult;
import dev.tidalite.lp.LineError;

import java.util.ArrayList;
import java.util.List;

/// The lines of a text that were not written: those that the decoder refused and those that the
/// stage did, in one order.
///
/// @param count how many there are
/// @param first the first of them
record LineErrors(long count, List<RejectedLine> first) {
    private static final int LISTED_MAX = 100;

    static LineErrors of(DecodeResult decoded, LineIngest lines) {
        long count = decoded.errorCount() + lines.rejectedCount();
        if (count == 0) {
            return new LineErrors(0, List.of());
        }
        List<RejectedLine> merged = new ArrayList<>();
        int undecoded = 0;
        for (LineIngest.RejectedRow row : lines.rejected()) {
            // The line's number is one more than the good and the bad lines before it.
            while (undecoded < decoded.errors().size()
                    && decoded.errors().get(undecoded).lineNumber()
                            <= row.lineIndex() + undecoded + 1) {
                merged.add(line(decoded.errors().get(undecoded)));
                undecoded++;
            }
            merged.add(
                    new RejectedLine(
                            row.lineIndex() + undecoded + 1,
                            row.rejection().kind(),
                            row.rejection().message()));
        }
        while (undecoded < decoded.errors().size()) {
            merged.add(line(decoded.errors().get(undecoded)));
            undecoded++;
        }
        return new LineErrors(count, merged.subList(0, Math.min(LISTED_MAX, merged.size())));
    }

    private static RejectedLine line(LineError error) {
        WriteResult.Kind kind =
                switch (error.kind()) {
                    case SYNTAX -> WriteResult.Kind.SYNTAX;
                    case SEMANTICS -> WriteResult.Kind.SEMANTICS;
                    case TIMESTAMP_OVERFLOW -> WriteResult.Kind.TIMESTAMP_OVERFLOW;
                };
        return new RejectedLine(error.lineNumber(), kind, error.message());
    }

    WriteResult result(long rowCount, long sequence) {
        return new WriteResult(rowCount, count, first, new SequenceNumber(sequence));
    }
}
