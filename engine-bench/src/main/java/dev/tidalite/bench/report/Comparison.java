package dev.tidalite.bench.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Two runs of the same benchmark, figure by figure. A figure agrees if the ranges of its samples
/// touch; one with a single sample in each run has no spread to agree within.
///
/// @param pairs of the figures that both runs have
record Comparison(List<Pair> pairs) {
    /// @param bench that the figure is of
    record Pair(String bench, Figure one, Figure other) {
        boolean hasSpread() {
            return one.samples().size() > 1 && other.samples().size() > 1;
        }

        boolean agrees() {
            return one.min() <= other.max() && other.min() <= one.max();
        }

        double ratio() {
            return other.median() / one.median();
        }
    }

    /// Pairs each figure of one run with the same figure of the first report of the same benchmark
    /// in the other.
    static Comparison of(List<Report> one, List<Report> other) {
        List<Pair> pairs = new ArrayList<>();
        for (Report report : one) {
            Optional<Report> again =
                    other.stream().filter(r -> r.bench().equals(report.bench())).findFirst();
            for (Figure figure : report.figures()) {
                again.stream()
                        .flatMap(r -> r.figures().stream())
                        .filter(figure::isSameAs)
                        .findFirst()
                        .ifPresent(found -> pairs.add(new Pair(report.bench(), figure, found)));
            }
        }
        return new Comparison(pairs);
    }

    long spreadCount() {
        return pairs.stream().filter(Pair::hasSpread).count();
    }

    long agreeingCount() {
        return pairs.stream().filter(pair -> pair.hasSpread() && pair.agrees()).count();
    }

    /// Tells the figures that do not agree, then how many do.
    void print(PrintStream out) {
        for (Pair pair : pairs) {
            if (pair.hasSpread() && !pair.agrees()) {
                out.printf(
                        Locale.ROOT,
                        "differs: %s, %s, %s: %s, then %s, ratio %.2f%n",
                        pair.bench,
                        pair.one.subject(),
                        pair.one.title(),
                        ReportGrid.text(pair.one),
                        ReportGrid.text(pair.other),
                        pair.ratio());
            }
        }
        List<Double> ratios =
                pairs.stream()
                        .filter(Pair::hasSpread)
                        .map(Pair::ratio)
                        .filter(Double::isFinite)
                        .toList();
        if (!ratios.isEmpty()) {
            Figure ratio = new Figure("", "second run / first run, of medians", "", ratios);
            out.printf(Locale.ROOT, "%s: %s%n", ratio.name(), ReportGrid.text(ratio));
        }
        out.printf(
                Locale.ROOT,
                "%d of %d figures with a spread agree within it; %d further ones have one sample%n",
                agreeingCount(),
                spreadCount(),
                pairs.size() - spreadCount());
    }
}
