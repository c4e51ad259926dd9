package dev.tidalite.bench.query;

import dev.tidalite.bench.report.Figure;

import java.util.Arrays;
import java.util.List;

/// How long the runs of one query took.
///
/// @param firstMs the very first one
/// @param sortedMs the timed ones, ascending
record Timings(double firstMs, double[] sortedMs) {
    private static final int ROUNDS_MIN = 3;

    /// Runs a query with other numbers each time: first once, then to warm up, then timed. At least
    /// three runs are timed.
    static Timings of(Contender contender, TsbsQuery query, QueryPlan plan) throws Exception {
        int number = 0;
        double firstMs = runMs(contender, question(query, number++, plan));
        long startNs = System.nanoTime();
        while (secondsSince(startNs) < plan.seconds() / 2) {
            runMs(contender, question(query, number++, plan));
        }
        double[] times = new double[Math.max(ROUNDS_MIN, plan.roundsMax())];
        int count = 0;
        while (count < ROUNDS_MIN
                || (count < times.length && secondsSince(startNs) < plan.seconds())) {
            times[count++] = runMs(contender, question(query, number++, plan));
        }
        double[] sorted = Arrays.copyOf(times, count);
        Arrays.sort(sorted);
        return new Timings(firstMs, sorted);
    }

    private static TsbsQuestion question(TsbsQuery query, int number, QueryPlan plan) {
        return query.question(number, plan.hosts(), plan.timeSeconds());
    }

    private static double runMs(Contender contender, TsbsQuestion question) throws Exception {
        long startNs = System.nanoTime();
        contender.run(question);
        return (System.nanoTime() - startNs) / 1e6;
    }

    private static double secondsSince(long startNs) {
        return (System.nanoTime() - startNs) / 1e9;
    }

    /// @param subject what they are figures of
    List<Figure> figures(String subject) {
        List<Double> samples = Arrays.stream(sortedMs).boxed().toList();
        return List.of(
                new Figure(subject, "run", "ms", samples),
                Figure.of(subject, "run p99", "ms", p99Ms()),
                Figure.of(subject, "first run", "ms", firstMs));
    }

    double medianMs() {
        return sortedMs[sortedMs.length / 2];
    }

    /// The greatest if there are fewer than a hundred.
    double p99Ms() {
        return sortedMs[Math.min(sortedMs.length - 1, (int) (sortedMs.length * 0.99))];
    }
}
