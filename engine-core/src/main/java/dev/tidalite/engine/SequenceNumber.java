package dev.tidalite.engine;

/// The place of a write in the one order of all writes to an engine; later writes have greater
/// ones.
///
/// @param value 0 before the first write
public record SequenceNumber(long value) implements Comparable<SequenceNumber> {
    public static final SequenceNumber ZERO = new SequenceNumber(0);

    @Override
    public int compareTo(SequenceNumber other) {
        return Long.compare(value, other.value);
    }
}
