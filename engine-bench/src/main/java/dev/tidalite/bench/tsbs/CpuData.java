package dev.tidalite.bench.tsbs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The `cpu` table of the TSBS "devops cpu-only" case: ten tags, ten usage figures between 0 and
/// 100 that walk at random, one row per host and step, host after host within a step.
///
/// A generator is used by one thread. Two with the same arguments give the same rows.
public final class CpuData {
    public static final String TABLE = "cpu";
    public static final List<String> TAGS =
            List.of(
                    "hostname",
                    "region",
                    "datacenter",
                    "rack",
                    "os",
                    "arch",
                    "team",
                    "service",
                    "service_version",
                    "service_environment");
    public static final List<String> FIELDS =
            List.of(
                    "usage_user",
                    "usage_system",
                    "usage_idle",
                    "usage_nice",
                    "usage_iowait",
                    "usage_irq",
                    "usage_softirq",
                    "usage_steal",
                    "usage_guest",
                    "usage_guest_nice");

    /// 2016-01-01T00:00:00Z, where TSBS begins.
    public static final long START_NS = 1_451_606_400_000_000_000L;

    public static final long STEP_NS = 10_000_000_000L;

    private static final int FIELD_COUNT = 10;
    private static final String[] REGIONS = {
        "us-east-1",
        "us-west-1",
        "us-west-2",
        "eu-west-1",
        "eu-central-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-northeast-1",
        "sa-east-1"
    };
    private static final String[] ZONES = {
        "abce", "ab", "abc", "abc", "ab", "ab", "ab", "ac", "abc"
    };
    private static final String[] SYSTEMS = {"Ubuntu16.10", "Ubuntu16.04LTS", "Ubuntu15.10"};
    private static final String[] ARCHITECTURES = {"x64", "x86"};
    private static final String[] TEAMS = {"SF", "NYC", "LON", "CHI"};
    private static final String[] ENVIRONMENTS = {"production", "staging", "test"};

    /// How the figures are written.
    public enum Values {
        /// Whole numbers with the suffix `i`, as TSBS does.
        INTEGER,
        /// Two decimals.
        TWO_DECIMALS,
        /// Every digit of the double.
        FULL
    }

    private final int hostCount;
    private final Values values;
    private final SplitMix random;
    private final String[][] tags;
    private final byte[][] prefixes;
    private final double[] walk;
    private final byte[][] fieldPrefixes = new byte[FIELD_COUNT][];
    private int host;
    private long timeNs;

    /// @param hostCount how many series there are
    public CpuData(int hostCount, Values values, long seed) {
        this.hostCount = hostCount;
        this.values = values;
        this.random = new SplitMix(seed);
        this.tags = new String[hostCount][];
        this.prefixes = new byte[hostCount][];
        for (int h = 0; h < hostCount; h++) {
            tags[h] = tagsOf(h);
            StringBuilder prefix = new StringBuilder(TABLE);
            for (int tag = 0; tag < tags[h].length; tag++) {
                prefix.append(',').append(TAGS.get(tag)).append('=').append(tags[h][tag]);
            }
            prefixes[h] = prefix.append(' ').toString().getBytes(StandardCharsets.US_ASCII);
        }
        this.walk = new double[hostCount * FIELD_COUNT];
        for (int i = 0; i < walk.length; i++) {
            walk[i] = random.nextDouble() * 100;
        }
        for (int field = 0; field < FIELD_COUNT; field++) {
            String prefix = (field == 0 ? "" : ",") + FIELDS.get(field) + "=";
            fieldPrefixes[field] = prefix.getBytes(StandardCharsets.US_ASCII);
        }
        this.host = -1;
        this.timeNs = START_NS;
    }

    private String[] tagsOf(int h) {
        int region = random.nextInt(REGIONS.length);
        String zones = ZONES[region];
        return new String[] {
            "host_" + h,
            REGIONS[region],
            REGIONS[region] + zones.charAt(random.nextInt(zones.length())),
            Integer.toString(random.nextInt(100)),
            SYSTEMS[random.nextInt(SYSTEMS.length)],
            ARCHITECTURES[random.nextInt(ARCHITECTURES.length)],
            TEAMS[random.nextInt(TEAMS.length)],
            Integer.toString(random.nextInt(20)),
            Integer.toString(random.nextInt(2)),
            ENVIRONMENTS[random.nextInt(ENVIRONMENTS.length)]
        };
    }

    /// Goes to the next row, the first one at the first call. There is no last one.
    public void advance() {
        if (++host == hostCount) {
            host = 0;
            timeNs += STEP_NS;
        }
        int at = host * FIELD_COUNT;
        for (int field = 0; field < FIELD_COUNT; ) {
            long bits = random.nextLong();
            for (int pick = 0; pick < 4 && field < FIELD_COUNT; pick++, field++) {
                double moved = walk[at + field] + SplitMix.normal(bits, pick);
                walk[at + field] = Math.clamp(moved, 0.0, 100.0);
            }
        }
    }

    /// The 0-based host of the current row.
    public int host() {
        return host;
    }

    public long timeNs() {
        return timeNs;
    }

    /// The tag values of a host, in the order of [#TAGS]; not to be changed.
    public String[] tags(int ofHost) {
        return tags[ofHost];
    }

    /// A figure of the current row as it is written: with [Values#INTEGER] a whole number.
    public double value(int field) {
        double value = walk[host * FIELD_COUNT + field];
        return switch (values) {
            case INTEGER -> Math.floor(value);
            case TWO_DECIMALS -> Math.floor(value * 100) / 100;
            case FULL -> value;
        };
    }

    /// Writes so many further rows as line protocol, each ended by a newline.
    ///
    /// @return the text, of exactly the length needed
    public byte[] lines(int rowCount) {
        byte[] text = new byte[rowCount * (prefixes[hostCount - 1].length + 420)];
        int length = 0;
        for (int row = 0; row < rowCount; row++) {
            length = appendLine(text, length);
        }
        return Arrays.copyOf(text, length);
    }

    /// Writes the next row at a place of an array that has at least 1,024 bytes left there.
    ///
    /// @return one past its newline
    public int appendLine(byte[] text, int at) {
        advance();
        byte[] prefix = prefixes[host];
        System.arraycopy(prefix, 0, text, at, prefix.length);
        int end = at + prefix.length;
        for (int field = 0; field < FIELD_COUNT; field++) {
            byte[] key = fieldPrefixes[field];
            System.arraycopy(key, 0, text, end, key.length);
            end = appendValue(text, end + key.length, walk[host * FIELD_COUNT + field]);
        }
        text[end++] = ' ';
        end = appendDigits(text, end, timeNs);
        text[end++] = '\n';
        return end;
    }

    private int appendValue(byte[] text, int at, double value) {
        int end = at;
        switch (values) {
            case INTEGER -> {
                end = appendDigits(text, end, (long) value);
                text[end++] = 'i';
            }
            case TWO_DECIMALS -> {
                int hundredths = (int) (value * 100);
                end = appendDigits(text, end, hundredths / 100);
                text[end++] = '.';
                text[end++] = (byte) ('0' + hundredths / 10 % 10);
                text[end++] = (byte) ('0' + hundredths % 10);
            }
            case FULL -> {
                String digits = Double.toString(value);
                for (int i = 0; i < digits.length(); i++) {
                    text[end++] = (byte) digits.charAt(i);
                }
            }
        }
        return end;
    }

    private static int appendDigits(byte[] text, int at, long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + digits;
    }
}
