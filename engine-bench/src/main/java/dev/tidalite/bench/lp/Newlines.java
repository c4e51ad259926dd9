package dev.tidalite.bench.lp;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The limit: whoever reads lines has to find their ends.
final class Newlines {
    private static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_PREFERRED;

    private Newlines() {}

    static long count(byte[] text) {
        long count = 0;
        int at = 0;
        for (; at <= text.length - SPECIES.length(); at += SPECIES.length()) {
            ByteVector vector = ByteVector.fromArray(SPECIES, text, at);
            count += vector.compare(VectorOperators.EQ, (byte) '\n').trueCount();
        }
        for (; at < text.length; at++) {
            count += text[at] == '\n' ? 1 : 0;
        }
        return count;
    }
}
