package dev.tidalite.bench.tsbs;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The `cpu` table of the TSBS "devops cpu-only" case: ten tags, ten usage figures between 0 and
/// 100 that walk at random, one row per host and step, host after host within a step.
///
/// A generator is used by one thread. Two with the same arguments give the same rows.
public final class CpuData implements LineSource {
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

    /// A line never takes more: tags of 190 bytes with a host's number of ten digits, ten keys of
    /// 150 bytes in all, ten doubles of 24 characters, and a time.
    private static final int ROOM_BYTES = 640;

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

    /// Made when a host's first line is; typed rows need none.
    private final byte[] @Nullable [] prefixes;

    private final double[] walk;
    private final byte[][] fieldPrefixes = new byte[FIELD_COUNT][];
    private int host;
    private long timeNs;
    private byte[] timeText;

    /// @param hostCount how many series there are
    public CpuData(int hostCount, Values values, long seed) {
        this.hostCount = hostCount;
        this.values = values;
        this.random = new SplitMix(seed);
        this.tags = new String[hostCount][];
        this.prefixes = new byte[hostCount][];
        for (int h = 0; h < hostCount; h++) {
            tags[h] = tagsOf(h);
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
        this.timeText = timeText();
    }

    private byte[] timeText() {
        return (" " + timeNs + '\n').getBytes(StandardCharsets.US_ASCII);
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
            timeText = timeText();
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

    /// The tags of a host as they stand in a line, a comma first.
    String tagText(int ofHost) {
        StringBuilder text = new StringBuilder();
        for (int tag = 0; tag < tags[ofHost].length; tag++) {
            text.append(',').append(TAGS.get(tag)).append('=').append(tags[ofHost][tag]);
        }
        return text.toString();
    }

    private byte[] prefix() {
        byte[] known = prefixes[host];
        if (known != null) {
            return known;
        }
        byte[] made = (TABLE + tagText(host) + ' ').getBytes(StandardCharsets.US_ASCII);
        prefixes[host] = made;
        return made;
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
        byte[] text = new byte[rowCount * ROOM_BYTES + LINE_BYTES_MAX];
        int length = 0;
        for (int row = 0; row < rowCount; row++) {
            length = appendLine(text, length);
        }
        return Arrays.copyOf(text, length);
    }

    @Override
    public int appendLine(byte[] text, int at) {
        advance();
        int end = Digits.append(text, at, prefix());
        int first = host * FIELD_COUNT;
        for (int field = 0; field < FIELD_COUNT; field++) {
            end = Digits.append(text, end, fieldPrefixes[field]);
            end = appendValue(text, end, walk[first + field]);
        }
        return Digits.append(text, end, timeText);
    }

    private int appendValue(byte[] text, int at, double value) {
        return switch (values) {
            case INTEGER -> Digits.appendPercent(text, at, (int) value);
            case TWO_DECIMALS -> Digits.appendHundredths(text, at, (int) (value * 100));
            case FULL ->
                    Digits.append(
                            text, at, Double.toString(value).getBytes(StandardCharsets.US_ASCII));
        };
    }
}
