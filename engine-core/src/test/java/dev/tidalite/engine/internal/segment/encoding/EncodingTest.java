package dev.tidalite.engine.internal.segment.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Every kernel against its naive twin: every length 0 to 130 (past each block, group and word),
/// every width.
final class EncodingTest {
    private static final int LENGTH_MAX = 130;
    private static final int SLACK = 8;

    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void free() {
        arena.close();
    }

    private MemorySegment nativeCopy(byte[] bytes, int length) {
        MemorySegment copy = arena.allocate(length + SLACK, 8);
        MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, length);
        for (int i = 0; i < SLACK; i++) {
            copy.set(ValueLayout.JAVA_BYTE, length + i, (byte) 0x5A); // must not be used
        }
        return copy;
    }

    @Test
    void deltaOfEveryWidthAndLength() {
        Seeds.forEach(
                2,
                random -> {
                    for (int width = 0; width <= 64; width++) {
                        for (int length = 0; length <= LENGTH_MAX; length++) {
                            checkDelta(longs(random, width, length), random);
                        }
                        for (int length : new int[] {1000, 1025}) {
                            checkDelta(longs(random, width, length), random);
                        }
                    }
                });
    }

    /// Numbers whose differences need so many bits.
    private static long[] longs(RandomGenerator random, int width, int length) {
        long[] values = new long[length];
        long value = random.nextLong();
        long step = random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(100);
        for (int i = 0; i < length; i++) {
            values[i] = value;
            value += step + (width == 0 ? 0 : random.nextLong() >>> 64 - width);
        }
        return values;
    }

    private void checkDelta(long[] values, RandomGenerator random) {
        PageBytes out = new PageBytes(0);
        out.appendByte(9); // encoders append
        DeltaPacked.encode(values, 0, values.length, out, new long[128]);
        byte[] bytes = Arrays.copyOfRange(out.array(), 1, out.size());
        NaiveCodec naive = new NaiveCodec(bytes);
        assertThat(naive.delta().stream().mapToLong(v -> v).toArray()).isEqualTo(values);
        assertThat(naive.position()).isEqualTo(bytes.length);
        long[] decoded = new long[values.length + 3];
        long end =
                DeltaPacked.decode(
                        nativeCopy(bytes, bytes.length),
                        0,
                        bytes.length,
                        decoded,
                        3,
                        values.length);
        assertThat(Arrays.copyOfRange(decoded, 3, decoded.length)).isEqualTo(values);
        assertThat(end).isEqualTo(bytes.length);
        checkDeltaRanges(values, bytes, random);
    }

    /// Some of the numbers, mostly ascending.
    private void checkDeltaRanges(long[] values, byte[] bytes, RandomGenerator random) {
        DeltaCursor cursor = new DeltaCursor();
        cursor.start(nativeCopy(bytes, bytes.length), 0, bytes.length, values.length);
        int from = 0;
        for (int i = 0; i < 8; i++) {
            from += random.nextInt(values.length - from + 1);
            int to = from + random.nextInt(values.length - from + 1);
            long[] read = new long[to - from + 2];
            cursor.read(from, to, read, 2);
            assertThat(Arrays.copyOfRange(read, 2, read.length))
                    .isEqualTo(Arrays.copyOfRange(values, from, to));
            from = random.nextInt(4) == 0 ? random.nextInt(to + 1) : to;
        }
    }

    @Test
    void hybridOfEveryWidthAndLength() {
        Seeds.forEach(
                2,
                random -> {
                    for (int width = 0; width <= 32; width++) {
                        for (int length = 0; length <= LENGTH_MAX; length++) {
                            checkHybrid(ints(random, width, length), width, random);
                        }
                        checkHybrid(ints(random, width, 2000), width, random);
                    }
                });
    }

    /// Numbers of so many bits, in runs and without.
    private static int[] ints(RandomGenerator random, int width, int length) {
        int[] values = new int[length];
        for (int i = 0; i < length; ) {
            int run = random.nextBoolean() ? 1 : 1 + random.nextInt(40);
            int value = width == 0 ? 0 : random.nextInt() >>> 32 - width;
            for (int k = 0; k < run && i < length; k++) {
                values[i++] = value;
            }
        }
        return values;
    }

    private void checkHybrid(int[] values, int width, RandomGenerator random) {
        PageBytes out = new PageBytes(0);
        if (values.length > 0) {
            RunHybrid.encode(values, 0, values.length, width, out);
        }
        byte[] ours = out.copy();
        assertThat(hybridByHand(ours, width, values.length)).isEqualTo(values);
        byte[] theirs = NaiveCodec.randomHybrid(values, width, random);
        for (byte[] bytes : new byte[][] {ours, theirs}) {
            MemorySegment segment = nativeCopy(bytes, bytes.length);
            int[] decoded = new int[values.length + 2];
            RunHybrid.decode(segment, 0, bytes.length, width, decoded, 2, values.length);
            assertThat(Arrays.copyOfRange(decoded, 2, decoded.length)).isEqualTo(values);
            int[] fromRuns = new int[values.length];
            int[] at = {0};
            RunHybrid.decodeRuns(
                    segment,
                    0,
                    bytes.length,
                    width,
                    values.length,
                    (value, length) -> {
                        Arrays.fill(fromRuns, at[0], at[0] + length, value);
                        at[0] += length;
                    });
            assertThat(fromRuns).isEqualTo(values);
        }
    }

    private static int[] hybridByHand(byte[] bytes, int width, int count) {
        return new NaiveCodec(bytes)
                .hybrid(width, count).stream().limit(count).mapToInt(v -> v).toArray();
    }

    @Test
    void levelsOfEveryLength() {
        Seeds.forEach(
                20,
                random -> {
                    for (int length = 1; length <= LENGTH_MAX; length++) {
                        checkLevels(ints(random, 1, length), random);
                    }
                });
    }

    private void checkLevels(int[] levels, RandomGenerator random) {
        int from = random.nextInt(70);
        long[] validity = new long[Levels.words(from + levels.length)];
        int valid = 0;
        for (int i = 0; i < levels.length; i++) {
            validity[from + i >>> 6] |= (long) levels[i] << from + i;
            valid += levels[i];
        }
        PageBytes out = new PageBytes(0);
        Levels.encode(validity, from, from + levels.length, out, new int[levels.length]);
        byte[] theirs = NaiveCodec.randomHybrid(levels, 1, random);
        for (byte[] bytes : new byte[][] {out.copy(), theirs}) {
            long[] bits = new long[Levels.words(levels.length)];
            Arrays.fill(bits, -1);
            MemorySegment segment = nativeCopy(bytes, bytes.length);
            assertThat(Levels.decode(segment, 0, bytes.length, bits, levels.length))
                    .isEqualTo(valid);
            int at = random.nextInt(70);
            long[] copied = new long[Levels.words(at + levels.length)];
            Levels.copy(bits, 0, copied, at, levels.length);
            for (int i = 0; i < levels.length; i++) {
                assertThat(bits[i >>> 6] >>> i & 1).isEqualTo(levels[i]);
                assertThat(copied[at + i >>> 6] >>> at + i & 1).isEqualTo(levels[i]);
            }
            assertThat(Arrays.stream(copied).map(Long::bitCount).sum()).isEqualTo(valid);
        }
        checkSpread(levels, valid);
    }

    private static void checkSpread(int[] levels, int valid) {
        long[] bits = new long[Levels.words(levels.length)];
        double[] doubles = new double[levels.length + 1];
        for (int i = 0; i < levels.length; i++) {
            bits[i >>> 6] |= (long) levels[i] << i;
        }
        for (int i = 0; i < valid; i++) {
            doubles[1 + i] = i;
        }
        Levels.spread(doubles, 1, valid, bits, levels.length);
        int next = 0;
        for (int i = 0; i < levels.length; i++) {
            if (levels[i] == 1) {
                assertThat(doubles[1 + i]).isEqualTo(next++);
            }
        }
    }

    @Test
    void splitAndPlainOfEveryLength() {
        Seeds.forEach(
                3,
                random -> {
                    for (int length = 0; length <= LENGTH_MAX; length++) {
                        double[] values = new double[length];
                        for (int i = 0; i < length; i++) {
                            values[i] = Double.longBitsToDouble(random.nextLong());
                        }
                        checkSplit(values);
                        checkPlain(values);
                    }
                });
    }

    private void checkSplit(double[] values) {
        PageBytes out = new PageBytes(0);
        ByteStreamSplit.encode(values, 0, values.length, out);
        byte[] bytes = out.copy();
        assertThat(bytes).hasSize(values.length * 8);
        for (int i = 0; i < values.length; i++) {
            long bits = 0;
            for (int stream = 0; stream < 8; stream++) {
                bits |= (bytes[stream * values.length + i] & 0xFFL) << 8 * stream;
            }
            assertThat(bits).isEqualTo(Double.doubleToRawLongBits(values[i]));
        }
        double[] decoded = new double[values.length + 1];
        ByteStreamSplit.decode(
                nativeCopy(bytes, bytes.length), 0, bytes.length, decoded, 1, values.length);
        assertThat(bits(Arrays.copyOfRange(decoded, 1, decoded.length))).isEqualTo(bits(values));
    }

    private void checkPlain(double[] values) {
        PageBytes out = new PageBytes(0);
        boolean[] flags = new boolean[values.length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = values[i] > 0;
        }
        Plain.encode(values, 0, values.length, out);
        int flagsAt = out.size();
        Plain.encode(flags, 0, flags.length, out);
        assertThat(flagsAt).isEqualTo(8 * values.length);
        assertThat(out.size() - flagsAt).isEqualTo((flags.length + 7) / 8);
        MemorySegment segment = nativeCopy(out.array(), out.size());
        double[] decoded = new double[values.length];
        long[] longs = new long[values.length];
        boolean[] decodedFlags = new boolean[flags.length];
        Plain.decode(segment, 0, flagsAt, decoded, 0, values.length);
        Plain.decode(segment, 0, flagsAt, longs, 0, values.length);
        Plain.decode(segment, flagsAt, out.size(), decodedFlags, 0, flags.length);
        assertThat(bits(decoded)).isEqualTo(bits(values));
        assertThat(longs).isEqualTo(bits(values));
        assertThat(decodedFlags).isEqualTo(flags);
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    @Test
    void everyDecoderRefusesWhatIsCut() {
        PageBytes out = new PageBytes(0);
        long[] values = longs(RandomGenerator.getDefault(), 13, 129);
        DeltaPacked.encode(values, 0, 129, out, new long[128]);
        for (int length = 0; length < out.size(); length++) {
            int end = length;
            MemorySegment cut = nativeCopy(out.array(), length);
            assertThatThrownBy(() -> DeltaPacked.decode(cut, 0, end, new long[129], 0, 129))
                    .isInstanceOf(MalformedException.class);
            assertThatThrownBy(() -> Plain.decode(cut, 0, end, new double[200], 0, 200))
                    .isInstanceOf(MalformedException.class);
        }
        out.clear();
        int[] ids = {1, 5, 2, 5, 3, 1, 1, 2, 1, 1, 1, 6, 7, 0, 0, 1};
        RunHybrid.encode(ids, 0, ids.length, 3, out);
        for (int length = 0; length < out.size(); length++) {
            int end = length;
            MemorySegment cut = nativeCopy(out.array(), length);
            assertThatThrownBy(() -> RunHybrid.decode(cut, 0, end, 3, new int[16], 0, 16))
                    .isInstanceOf(MalformedException.class);
        }
    }
}
