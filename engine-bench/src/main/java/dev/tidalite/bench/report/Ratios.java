package dev.tidalite.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What this engine took of what its peers took, pair by pair.
final class Ratios {
    /// Between the two of a pair.
    static final String OVER = " / ";

    /// The key of this engine's version among those of a report.
    private static final String OURS = "tidalite";

    private Ratios() {}

    /// For every figure that this engine and a peer have of the same task: theirs as the divisor.
    /// Rounds in which both had their turn are divided each by its own; where the rounds are not
    /// as many, the medians are.
    ///
    /// @return subjects such as `lines / questdb, 1,000 series`, names with the unit
    static List<Figure> of(Report report) {
        List<Figure> ratios = new ArrayList<>();
        for (Figure ours : report.figures()) {
            if (isPeer(ours, report) || ours.better() == Direction.NEITHER) {
                continue;
            }
            for (Figure theirs : report.figures()) {
                if (isPeer(theirs, report) && isSameTask(ours, theirs)) {
                    String pair = ours.contestant() + OVER + theirs.contestant();
                    String task = ours.task().isEmpty() ? "" : ", " + ours.task();
                    ratios.add(new Figure(pair + task, ours.title(), "", quotients(ours, theirs)));
                }
            }
        }
        return ratios;
    }

    /// The contestant is one of the libraries beside this engine whose versions are told.
    static boolean isPeer(Figure figure, Report report) {
        String contestant = plain(figure.contestant());
        Set<String> peers = new LinkedHashSet<>(report.versions().keySet());
        return peers.stream()
                .map(Ratios::plain)
                .anyMatch(peer -> !peer.equals(OURS) && contestant.startsWith(peer));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static boolean isSameTask(Figure one, Figure other) {
        return one.task().equals(other.task())
                && one.name().equals(other.name())
                && one.unit().equals(other.unit());
    }

    private static List<Double> quotients(Figure ours, Figure theirs) {
        int rounds = ours.samples().size();
        if (rounds != theirs.samples().size()) {
            return List.of(ours.median() / theirs.median());
        }
        List<Double> quotients = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            quotients.add(ours.samples().get(round) / theirs.samples().get(round));
        }
        return quotients;
    }
}
