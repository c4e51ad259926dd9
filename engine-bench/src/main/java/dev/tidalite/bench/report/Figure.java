package dev.tidalite.bench.report;

import java.util.ArrayList;
import java.util.List;

/// One thing that was measured, some times.
///
/// A subject such as `lines, 1,000,000 series` is a contestant, a comma with a space, and the task
/// it was given; of the same task, contestants are told side by side. A task that is a number and
/// its unit, such as `1,000 series`, is a point of a curve.
///
/// @param subject what it is a figure of, such as a contestant or a query
/// @param name what was measured, such as `ack p99`
/// @param unit of the samples, such as `rows/s`, `ms` or `MB`
/// @param samples in the order in which they were taken; at least one
public record Figure(String subject, String name, String unit, List<Double> samples) {
    private static final String TASK = ", ";

    public Figure {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException(subject + ", " + name + ": no sample");
        }
        samples = List.copyOf(samples);
    }

    public static Figure of(String subject, String name, String unit, double sample) {
        return new Figure(subject, name, unit, List.of(sample));
    }

    /// Who was measured: the subject up to its task.
    String contestant() {
        int comma = subject.indexOf(TASK);
        return comma < 0 ? subject : subject.substring(0, comma);
    }

    /// What the contestant was given to do; empty if the subject does not say.
    String task() {
        int comma = subject.indexOf(TASK);
        return comma < 0 ? "" : subject.substring(comma + TASK.length());
    }

    /// The name with its unit.
    String title() {
        return unit.isEmpty() ? name : name + " [" + unit + ']';
    }

    /// What is measured, of whom and of which task aside.
    Direction better() {
        return Direction.of(unit);
    }

    public double min() {
        return sorted().getFirst();
    }

    /// The middle sample; of an even number, the mean of the two in the middle.
    public double median() {
        List<Double> sorted = sorted();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    public double max() {
        return sorted().getLast();
    }

    private List<Double> sorted() {
        return samples.stream().sorted().toList();
    }

    boolean isSameAs(Figure other) {
        return subject.equals(other.subject) && name.equals(other.name) && unit.equals(other.unit);
    }

    /// Both figures' samples.
    Figure with(Figure other) {
        List<Double> all = new ArrayList<>(samples);
        all.addAll(other.samples);
        return new Figure(subject, name, unit, all);
    }
}
