package dev.tidalite.bench.options;

import dev.tidalite.bench.tsbs.CpuData;

import picocli.CommandLine.Option;

/// How the figures of the cpu table are written; a mixin.
public final class WrittenValues {
    @Option(
            names = "--values",
            description =
                    "INTEGER as TSBS writes them, TWO_DECIMALS or FULL (default:"
                            + " ${DEFAULT-VALUE}).")
    private CpuData.Values values;

    /// @param byDefault unless the user says otherwise
    public WrittenValues(CpuData.Values byDefault) {
        values = byDefault;
    }

    public CpuData.Values get() {
        return values;
    }
}
