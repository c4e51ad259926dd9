package dev.tidalite.bench.all;

import java.util.ArrayList;
import java.util.List;

/// The benchmarks of a whole run, in order.
///
/// @param runs those of one benchmark follow each other
record Suite(List<Run> runs) {
    /// A command of the group `bench`.
    ///
    /// @param heap of the process that it begins in
    /// @param repeats how often it is run; for commands that do not repeat by themselves
    /// @param folder it takes `--folder`
    /// @param arguments the command's name and its options
    record Run(String heap, int repeats, boolean folder, List<String> arguments) {
        String bench() {
            return arguments.getFirst();
        }
    }

    private static final int REPEATS = 5;

    /// Small sizes: a quarter of an hour at most on two cores.
    static Suite quick() {
        return new Suite(
                List.of(
                        run(
                                "ingest --parts=THROUGHPUT --rows=200000 --hosts=1000"
                                        + " --warmup=200000 --repeat=5"),
                        run(
                                "ingest --parts=LATENCY --only=LINES,APPENDER_SYNC,QUESTDB_SYNC"
                                        + " --hosts=1000 --warmup=200000"),
                        new Run(
                                "512m",
                                REPEATS,
                                true,
                                words(
                                        "http --rows=300000 --warmup=100000 --hosts=1000"
                                                + " --connections=100 --seconds=2"
                                                + " --warmup-seconds=1")),
                        run("query --rows=1000000 --hosts=400 --seconds=0.4 --rounds=50"),
                        run("scan --hosts=400 --steps=2500 --rounds=7"),
                        run("recovery --log=64 --repeat=5 --heap=1g"),
                        run("compaction --hosts=400 --steps=1500 --rest-seconds=5"),
                        noFolder("cardinality --to=100000 --rows=200000 --repeat=1 --seconds=0.2"),
                        noFolder("growth --to=1000000 --repeat=1 --seconds=0.2"),
                        run("soak --minutes=0.5 --interval=5"),
                        noFolder(
                                "jmh (Generator|LineProtocol)Benchmark.(cpu|vector)"
                                        + " -p kind=TSBS_INTEGERS -f 1 -wi 3 -w 500ms -i 5 -r"
                                        + " 500ms")));
    }

    /// The sizes that the commands have by themselves: hours.
    static Suite full() {
        List<Run> runs = new ArrayList<>();
        runs.add(run("ingest --repeat=5"));
        runs.add(new Run("512m", REPEATS, true, words("http")));
        for (String bench : List.of("query", "scan", "recovery --repeat=5", "compaction")) {
            runs.add(run(bench));
        }
        runs.add(noFolder("cardinality"));
        runs.add(noFolder("growth"));
        runs.add(run("soak"));
        runs.add(noFolder("jmh"));
        return new Suite(runs);
    }

    private static Run run(String line) {
        return new Run("2g", 1, true, words(line));
    }

    private static Run noFolder(String line) {
        return new Run("512m", 1, false, words(line));
    }

    private static List<String> words(String line) {
        return List.of(line.split(" "));
    }
}
