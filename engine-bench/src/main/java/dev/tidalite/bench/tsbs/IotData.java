package dev.tidalite.bench.tsbs;

import java.util.Arrays;
import java.util.List;

/// The TSBS "IoT" case: trucks that tell where they are (`readings`) and how they are
/// (`diagnostics`) every ten seconds. A truck is out of reach now and then, for up to ten minutes;
/// after some of these times what it would have sent is missing, after the others it comes late,
/// before its next row.
///
/// Source: the IoT simulator of the Time Series Benchmark Suite; how often trucks are away is ours.
final class IotData implements LineSource {
    private static final List<Shape> SHAPES =
            List.of(
                    new Shape(
                            "readings",
                            "latitude:DECIMAL:90",
                            "longitude:DECIMAL:180",
                            "elevation:DECIMAL:500",
                            "velocity:DECIMAL:100",
                            "heading:DECIMAL:360",
                            "grade:DECIMAL:100",
                            "fuel_consumption:DECIMAL:50"),
                    new Shape(
                            "diagnostics",
                            "fuel_state:DECIMAL:1",
                            "current_load:DECIMAL:5000",
                            "status:WALK:5"));
    private static final String[] FLEETS = {"East", "West", "North", "South"};
    private static final String[] DRIVERS = {"Derek", "Rodney", "Albert", "Andy", "Seth", "Trish"};
    private static final String[] VERSIONS = {"v1.0", "v1.5", "v2.0", "v2.3"};
    private static final String[] MODELS = {
        "F-150,load_capacity=2000,fuel_capacity=200,nominal_fuel_consumption=15",
        "G-2000,load_capacity=5000,fuel_capacity=300,nominal_fuel_consumption=19",
        "H-2,load_capacity=1500,fuel_capacity=150,nominal_fuel_consumption=12"
    };

    /// One truck in so many loses its connection at a step.
    private static final int LOSS_BOUND = 200;

    private static final int AWAY_STEPS_MAX = 60;

    /// One truck in so many sends what it has missed.
    private static final int LATE_BOUND = 2;

    private final int truckCount;
    private final SplitMix random;
    private final byte[][][] prefixes;
    private final long[][][] values;
    private final long[] awayFromStep;
    private final long[] backAtStep;
    private final boolean[] sendsLate;
    private int truck = -1;
    private long step;
    private long rowStep;
    private int shape = SHAPES.size() - 1;

    IotData(int truckCount, long seed) {
        this.truckCount = truckCount;
        this.random = new SplitMix(seed);
        prefixes = new byte[truckCount][SHAPES.size()][];
        values = new long[truckCount][SHAPES.size()][];
        awayFromStep = new long[truckCount];
        backAtStep = new long[truckCount];
        sendsLate = new boolean[truckCount];
        Arrays.fill(backAtStep, -1);
        for (int t = 0; t < truckCount; t++) {
            String tags =
                    ",name=truck_"
                            + t
                            + ",fleet="
                            + FLEETS[random.nextInt(FLEETS.length)]
                            + ",driver="
                            + DRIVERS[random.nextInt(DRIVERS.length)]
                            + ",model="
                            + MODELS[random.nextInt(MODELS.length)]
                            + ",device_version="
                            + VERSIONS[random.nextInt(VERSIONS.length)];
            for (int s = 0; s < SHAPES.size(); s++) {
                prefixes[t][s] = Shape.bytes(SHAPES.get(s).table() + tags + ' ');
                values[t][s] = SHAPES.get(s).start(random);
            }
        }
        rowStep = 0;
    }

    @Override
    public int appendLine(byte[] text, int at) {
        advance();
        int end = Digits.append(text, at, prefixes[truck][shape]);
        end = SHAPES.get(shape).append(text, end, values[truck][shape], random);
        text[end++] = ' ';
        end = Digits.append(text, end, CpuData.START_NS + rowStep * CpuData.STEP_NS);
        text[end++] = '\n';
        return end;
    }

    private void advance() {
        if (++shape < SHAPES.size()) {
            return;
        }
        shape = 0;
        if (truck >= 0 && rowStep < step) {
            rowStep++; // what came late is sent up to now
            return;
        }
        do {
            if (++truck == truckCount) {
                truck = 0;
                step++;
            }
        } while (backAtStep[truck] > step);
        rowStep = backAtStep[truck] == step && sendsLate[truck] ? awayFromStep[truck] : step;
        if (random.nextInt(LOSS_BOUND) == 0) {
            awayFromStep[truck] = step + 1;
            backAtStep[truck] = step + 2 + random.nextInt(AWAY_STEPS_MAX);
            sendsLate[truck] = random.nextInt(LATE_BOUND) == 0;
        }
    }
}
