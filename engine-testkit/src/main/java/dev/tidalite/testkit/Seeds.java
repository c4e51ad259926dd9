package dev.tidalite.testkit;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Random tests that can be repeated: every round has a seed, and a failing one says which.
///
/// `-Dtidalite.seed=N` runs a single round with that seed; `-Dtidalite.rounds=N` changes how many
/// rounds there are.
public final class Seeds {
    private Seeds() {}

    /// A test body that may throw.
    @FunctionalInterface
    public interface Body {
        void accept(SplittableRandom random) throws Exception;
    }

    /// Runs a body with one fresh random source a round.
    ///
    /// @param rounds how many, unless the system property says otherwise
    /// @throws AssertionError naming the seed, when a round fails; the failure is its cause
    public static void forEach(int rounds, Body body) {
        Long only = Long.getLong("tidalite.seed");
        int count = only != null ? 1 : Integer.getInteger("tidalite.rounds", rounds);
        long first = only != null ? only : System.nanoTime() ^ ProcessHandle.current().pid();
        for (int round = 0; round < count; round++) {
            long seed = only != null ? only : mix(first + round);
            try {
                body.accept(new SplittableRandom(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError(
                        "round " + round + " failed; repeat it with -Dtidalite.seed=" + seed, e);
            }
        }
    }

    /// As [#forEach(int, Body)] with the seed itself, for bodies that make their own sources.
    public static void forEachSeed(int rounds, Consumer<Long> body) {
        forEach(rounds, random -> body.accept(random.nextLong()));
    }

    /// Whether the long runs were asked for (`-Pnightly`).
    public static boolean nightly() {
        return Boolean.getBoolean("tidalite.nightly");
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        return mixed ^ mixed >>> 33;
    }
}
