package dev.tidalite.lp.internal.scan;

import java.lang.System.Logger.Level;

/// Which scanner this JVM uses: chosen once, with the reason in the log.
///
/// The system property `dev.tidalite.lp.scanner` (`scalar`, `swar` or `vector`) overrules the
/// choice, to compare them or to rule one out.
public final class Scanners {
    private static final String PROPERTY = "dev.tidalite.lp.scanner";
    private static final String LOGGER = "dev.tidalite.lp";
    private static final String VECTOR_MODULE = "jdk.incubator.vector";
    private static final int VECTOR_BYTES_MIN = 16;

    private static final ByteScanner BEST = choose(System.getProperty(PROPERTY, ""));

    private Scanners() {}

    /// The fastest scanner that works here.
    public static ByteScanner best() {
        return BEST;
    }

    private static ByteScanner choose(String wanted) {
        return switch (wanted) {
            case "scalar" -> told(new ScalarScanner(), PROPERTY + " says so");
            case "swar" -> told(new SwarScanner(), PROPERTY + " says so");
            case "", "vector" -> vectorIfPossible();
            default ->
                    throw new IllegalArgumentException(
                            PROPERTY + " is " + wanted + ", expected scalar, swar or vector");
        };
    }

    private static ByteScanner vectorIfPossible() {
        if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
            return told(
                    new SwarScanner(),
                    "the Vector API is not there, --add-modules " + VECTOR_MODULE + " brings it");
        }
        int bytes = VectorScanner.width();
        if (bytes < VECTOR_BYTES_MIN) {
            return told(new SwarScanner(), "vectors of this machine have " + bytes + " bytes");
        }
        System.getLogger(LOGGER).log(Level.DEBUG, "line protocol: {0} bytes at a time", bytes);
        return VectorScanner.create();
    }

    private static ByteScanner told(ByteScanner scanner, String why) {
        System.getLogger(LOGGER)
                .log(
                        Level.INFO,
                        "line protocol: {0} instead of vectors; {1}",
                        scanner.getClass().getSimpleName(),
                        why);
        return scanner;
    }
}
