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
    private static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_PREFERRED;
    private static final int WIDTH = SPECIES.length();

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
    public int seriesStop(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - WIDTH; at += WIDTH) {
            ByteVector vector = ByteVector.fromArray(SPECIES, bytes, at);
            long hits =
                    vector.compare(ULE, (byte) ' ').or(vector.compare(EQ, (byte) '\\')).toLong();
            if (hits != 0) {
                return at + Long.numberOfTrailingZeros(hits);
            }
        }
        return SwarScanner.seriesStopOf(bytes, at, to);
    }

    @Override
    public int stringStop(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - WIDTH; at += WIDTH) {
            ByteVector vector = ByteVector.fromArray(SPECIES, bytes, at);
            long hits = vector.compare(EQ, (byte) '"').or(vector.compare(EQ, (byte) '\\')).toLong();
            if (hits != 0) {
                return at + Long.numberOfTrailingZeros(hits);
            }
        }
        return SwarScanner.stringStopOf(bytes, at, to);
    }

    @Override
    public int lineStop(byte[] bytes, int from, int to) {
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
