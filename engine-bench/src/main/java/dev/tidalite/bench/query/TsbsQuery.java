package dev.tidalite.bench.query;

import dev.tidalite.bench.tsbs.SplitMix;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The questions of the TSBS devops case.
///
/// Source: the query generators of the Time Series Benchmark Suite.
public enum TsbsQuery {
    SINGLE_GROUPBY_1_1_1(Shape.SINGLE, 1, 1, 1),
    SINGLE_GROUPBY_1_1_12(Shape.SINGLE, 1, 1, 12),
    SINGLE_GROUPBY_1_8_1(Shape.SINGLE, 1, 8, 1),
    SINGLE_GROUPBY_5_1_1(Shape.SINGLE, 5, 1, 1),
    SINGLE_GROUPBY_5_1_12(Shape.SINGLE, 5, 1, 12),
    SINGLE_GROUPBY_5_8_1(Shape.SINGLE, 5, 8, 1),
    CPU_MAX_ALL_1(Shape.CPU_MAX, 10, 1, 8),
    CPU_MAX_ALL_8(Shape.CPU_MAX, 10, 8, 8),
    DOUBLE_GROUPBY_1(Shape.DOUBLE, 1, 0, 12),
    DOUBLE_GROUPBY_5(Shape.DOUBLE, 5, 0, 12),
    DOUBLE_GROUPBY_ALL(Shape.DOUBLE, 10, 0, 12),
    HIGH_CPU_1(Shape.HIGH_CPU, 10, 1, 12),
    HIGH_CPU_ALL(Shape.HIGH_CPU, 10, 0, 12),
    LASTPOINT(Shape.LASTPOINT, 10, 0, 0),
    GROUPBY_ORDERBY_LIMIT(Shape.ORDERBY_LIMIT, 1, 0, 1);

    private static final long HOUR_SECONDS = 3600;

    /// What is asked.
    enum Shape {
        /// The greatest values per minute, of some hosts together.
        SINGLE,
        /// The greatest values per hour, of some hosts together.
        CPU_MAX,
        /// The means per hour and host.
        DOUBLE,
        /// The rows of busy hosts.
        HIGH_CPU,
        /// The last row of every host.
        LASTPOINT,
        /// The greatest values of the last five minutes before a time.
        ORDERBY_LIMIT
    }

    private final Shape shape;
    private final int fields;
    private final int hosts;
    private final int hours;

    TsbsQuery(Shape shape, int fields, int hosts, int hours) {
        this.shape = shape;
        this.fields = fields;
        this.hosts = hosts;
        this.hours = hours;
    }

    /// As TSBS writes it.
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// One question of this kind: which hosts and what time it asks for depend on its number. Equal
    /// arguments give equal questions. A stretch that is longer than the data begins where they do.
    ///
    /// @param hostCount hosts in the data
    /// @param seconds how much time the data covers
    public TsbsQuestion question(int number, int hostCount, long seconds) {
        SplitMix random = new SplitMix(title().hashCode() * 1_000_003L + number);
        long length = hours * HOUR_SECONDS;
        long from =
                length >= seconds ? 0 : (long) (random.nextDouble() * (double) (seconds - length));
        Set<String> names = new LinkedHashSet<>();
        while (names.size() < Math.min(hosts, hostCount)) {
            names.add("host_" + random.nextInt(hostCount));
        }
        List<String> chosen = new ArrayList<>(names);
        return new TsbsQuestion(this, shape, fields, chosen, from, from + length);
    }
}
