package dev.tidalite.bench.report;

import java.security.CodeSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which version of a library is measured.
public final class Versions {
    private static final Pattern IN_JAR_NAME = Pattern.compile("-(\\d[^/\\\\]*)\\.jar");

    private Versions() {}

    /// The version of the library that a class is of: what its manifest says, else the name of its
    /// jar, else `unpackaged`.
    public static String of(Class<?> member) {
        String version = member.getPackage().getImplementationVersion();
        CodeSource source = member.getProtectionDomain().getCodeSource();
        if (version != null || source == null) {
            return version == null ? Runtime.version().toString() : version;
        }
        Matcher matcher = IN_JAR_NAME.matcher(source.getLocation().getPath());
        return matcher.find() ? matcher.group(1) : "unpackaged";
    }
}
