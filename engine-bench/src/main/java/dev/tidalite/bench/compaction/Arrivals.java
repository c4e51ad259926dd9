package dev.tidalite.bench.compaction;

import dev.tidalite.bench.tsbs.CpuData;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Rows of the cpu table as line protocol in the order in which they arrive: a row of each host
/// every five minutes, so that ten million rows of 4,000 hosts are nearly nine days.
///
/// Used by one thread. Two with the same arguments give the same rows.
final class Arrivals {
    static final long STEP_NS = 300_000_000_000L;
    static final int STEPS_PER_DAY = 288;

    private static final int LATE_STEPS_MAX = 7 * STEPS_PER_DAY;
    private static final int LINE_BYTES_MAX = 1024;

    /// In which order rows arrive.
    enum Order {
        IN_ORDER,
        /// Every row anywhere in its day.
        SHUFFLED_WITHIN_A_DAY,
        /// One row in twenty up to a week late.
        LATE_UP_TO_A_WEEK
    }

    private final int hosts;
    private final int steps;
    private final Order order;
    private final SplittableRandom random = new SplittableRandom(7);
    private final byte[][] prefixes;

    /// The rows of the next stretch of time, as steps times hosts plus host, and how many were
    /// taken.
    private int[] rows = new int[0];

    private int taken;
    private int nextStep;

    /// By the step in which they arrive.
    private final List<List<Integer>> late = new ArrayList<>();

    Arrivals(int hosts, int steps, Order order) {
        this.hosts = hosts;
        this.steps = steps;
        this.order = order;
        CpuData data = new CpuData(hosts, CpuData.Values.INTEGER, 1);
        this.prefixes = new byte[hosts][];
        for (int host = 0; host < hosts; host++) {
            StringBuilder prefix = new StringBuilder(CpuData.TABLE);
            for (int tag = 0; tag < CpuData.TAGS.size(); tag++) {
                prefix.append(',').append(CpuData.TAGS.get(tag));
                prefix.append('=').append(data.tags(host)[tag]);
            }
            prefixes[host] = prefix.append(' ').toString().getBytes(StandardCharsets.US_ASCII);
        }
        for (int step = 0; step < steps + LATE_STEPS_MAX; step++) {
            late.add(new ArrayList<>());
        }
    }

    /// Writes further rows.
    ///
    /// @return how many bytes they are; 0 at the end
    int next(byte[] text, int rowsMax) {
        int end = 0;
        for (int row = 0; row < rowsMax && text.length - end > LINE_BYTES_MAX; row++) {
            while (taken == rows.length) {
                if (nextStep >= late.size()) {
                    return end;
                }
                load();
            }
            end = append(text, end, rows[taken++]);
        }
        return end;
    }

    private void load() {
        taken = 0;
        switch (order) {
            case IN_ORDER -> rows = steps(1);
            case SHUFFLED_WITHIN_A_DAY -> {
                rows = steps(STEPS_PER_DAY);
                for (int i = rows.length - 1; i > 0; i--) {
                    int other = random.nextInt(i + 1);
                    int row = rows[i];
                    rows[i] = rows[other];
                    rows[other] = row;
                }
            }
            case LATE_UP_TO_A_WEEK -> {
                List<Integer> arrived = late.get(nextStep);
                for (int row : steps(1)) {
                    if (random.nextInt(20) == 0) {
                        late.get(nextStep + random.nextInt(LATE_STEPS_MAX)).add(row);
                    } else {
                        arrived.add(row);
                    }
                }
                rows = arrived.stream().mapToInt(row -> row).toArray();
                late.set(nextStep - 1, List.of());
            }
        }
    }

    /// The rows of the next steps, as far as there are any.
    private int[] steps(int count) {
        int from = Math.min(steps, nextStep);
        int to = Math.min(steps, nextStep + count);
        nextStep += count;
        int[] found = new int[(to - from) * hosts];
        for (int i = 0; i < found.length; i++) {
            found[i] = from * hosts + i;
        }
        return found;
    }

    private int append(byte[] text, int at, int row) {
        byte[] prefix = prefixes[row % hosts];
        System.arraycopy(prefix, 0, text, at, prefix.length);
        int end = at + prefix.length;
        long hash = row * 0x9E3779B97F4A7C15L;
        hash = (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L;
        for (int field = 0; field < CpuData.FIELDS.size(); field++) {
            String key = CpuData.FIELDS.get(field);
            if (field > 0) {
                text[end++] = ',';
            }
            for (int i = 0; i < key.length(); i++) {
                text[end++] = (byte) key.charAt(i);
            }
            int value = (int) (hash >>> 6 * field & 63);
            text[end++] = '=';
            text[end++] = (byte) ('0' + value / 10);
            text[end++] = (byte) ('0' + value % 10);
            text[end++] = 'i';
        }
        text[end++] = ' ';
        String time = Long.toString(CpuData.START_NS + row / hosts * STEP_NS);
        for (int i = 0; i < time.length(); i++) {
            text[end++] = (byte) time.charAt(i);
        }
        text[end++] = '\n';
        return end;
    }
}
