package dev.tidalite.lp.internal.scan;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.ULE;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/// As many bytes at a time as a register of this processor holds, and the rest as [SwarScanner].
///
/// Loaded only where the module `jdk.incubator.vector` is present.
public final class VectorScanner extends ByteScanner {
    /// The hits of one step must fit into a long.
    private static final VectorSpecies<Byte> SPECIES =
            ByteVector.SPECIES_PREFERRED.length() <= Long.SIZE
                    ? ByteVector.SPECIES_PREFERRED
                    : ByteVector.SPECIES_512;

    private static final int WIDTH = SPECIES.length();
    private static final long EVEN_BITS = 0x5555_5555_5555_5555L;

    private VectorScanner() {}

    /// A method, so that whoever calls it can be verified without this class being loaded.
    public static ByteScanner create() {
        return new VectorScanner();
    }

    /// How many bytes it looks at in one step.
    static int width() {
        return WIDTH;
    }

    @Override
    public int seriesEnd(byte[] bytes, int from, int to) {
        return seriesEndOf(bytes, from, to);
    }

    private static int seriesEndOf(byte[] bytes, int from, int to) {
        int at = from;
        long disarmedNext = 0;
        for (; at <= to - WIDTH; at += WIDTH) {
            ByteVector vector = ByteVector.fromArray(SPECIES, bytes, at);
            long hits = vector.compare(ULE, (byte) ' ').toLong();
            long backslashes = vector.compare(EQ, (byte) '\\').toLong();
            if ((backslashes | disarmedNext) != 0) {
                hits &= ~disarmed(backslashes, disarmedNext);
                disarmedNext = disarmsNext(backslashes, disarmedNext);
            }
            if (hits != 0) {
                return at + Long.numberOfTrailingZeros(hits);
            }
        }
        int rest = at + (int) disarmedNext;
        return rest < to ? SwarScanner.seriesEndOf(bytes, rest, to) : to;
    }

    @Override
    public int stringEnd(byte[] bytes, int from, int to) {
        return stringEndOf(bytes, from, to);
    }

    private static int stringEndOf(byte[] bytes, int from, int to) {
        int at = from;
        long disarmedNext = 0;
        boolean escaped = false;
        for (; at <= to - WIDTH; at += WIDTH) {
            ByteVector vector = ByteVector.fromArray(SPECIES, bytes, at);
            long hits = vector.compare(EQ, (byte) '"').toLong();
            long backslashes = vector.compare(EQ, (byte) '\\').toLong();
            if ((backslashes | disarmedNext) != 0) {
                long escapes = (hits | backslashes) & disarmed(backslashes, disarmedNext);
                hits &= ~escapes;
                // Of those behind the end, if this is the end, none counts.
                escaped |= (escapes & hits - 1 & ~hits) != 0;
                disarmedNext = disarmsNext(backslashes, disarmedNext);
            }
            if (hits != 0) {
                int end = at + Long.numberOfTrailingZeros(hits);
                return escaped ? ~end : end;
            }
        }
        int rest = at + (int) disarmedNext;
        if (rest >= to) {
            return to;
        }
        escaped |= rest > at && (bytes[at] == '"' || bytes[at] == '\\');
        int end = SwarScanner.stringEndOf(bytes, rest, to);
        return escaped && end >= 0 && end < to ? ~end : end;
    }

    /// Which bytes stand behind an armed backslash (as simdjson finds them: G. Langdale and
    /// D. Lemire, "Parsing Gigabytes of JSON per Second", 2019).
    ///
    /// @param disarmedFirst 1 if the byte before the first was such a backslash, else 0
    private static long disarmed(long backslashes, long disarmedFirst) {
        long armed = backslashes & ~disarmedFirst;
        long behind = armed << 1 | disarmedFirst;
        long startsAtOdd = armed & ~EVEN_BITS & ~behind;
        long inverted = startsAtOdd + armed << 1;
        return (EVEN_BITS ^ inverted) & behind;
    }

    /// 1 if the last byte is an armed backslash, else 0: if there is an odd number of them.
    private static long disarmsNext(long backslashes, long disarmedFirst) {
        long armed = backslashes & ~disarmedFirst;
        return Long.numberOfLeadingZeros(~(armed << Long.SIZE - WIDTH)) & 1;
    }

    @Override
    public int lineStop(byte[] bytes, int from, int to) {
        return lineStopOf(bytes, from, to);
    }

    private static int lineStopOf(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - WIDTH; at += WIDTH) {
            ByteVector vector = ByteVector.fromArray(SPECIES, bytes, at);
            long hits =
                    vector.compare(EQ, (byte) '\n')
                            .or(vector.compare(EQ, (byte) '"'))
                            .or(vector.compare(EQ, (byte) '\\'))
                            .toLong();
            if (hits != 0) {
                return at + Long.numberOfTrailingZeros(hits);
            }
        }
        return SwarScanner.lineStopOf(bytes, at, to);
    }

    @Override
    public int nonAscii(byte[] bytes, int from, int to) {
        return nonAsciiOf(bytes, from, to);
    }

    private static int nonAsciiOf(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - WIDTH; at += WIDTH) {
            long hits = ByteVector.fromArray(SPECIES, bytes, at).compare(LT, (byte) 0).toLong();
            if (hits != 0) {
                return at + Long.numberOfTrailingZeros(hits);
            }
        }
        return SwarScanner.nonAsciiOf(bytes, at, to);
    }
}
