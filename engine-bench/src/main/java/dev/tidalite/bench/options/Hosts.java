package dev.tidalite.bench.options;

import picocli.CommandLine.Option;

/// How many series the cpu table has; a mixin.
public final class Hosts {
    @Option(names = "--hosts", description = "Distinct series (default: ${DEFAULT-VALUE}).")
    private int count;

    /// @param byDefault unless the user says otherwise
    public Hosts(int byDefault) {
        count = byDefault;
    }

    public int count() {
        return count;
    }
}
