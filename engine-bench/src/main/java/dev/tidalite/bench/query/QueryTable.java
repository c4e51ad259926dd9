package dev.tidalite.bench.query;

import dev.tidalite.bench.query.QueryCommand.Peer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The lines that a run prints, one per question. Used by one thread.
final class QueryTable {
    private static final String OURS_INFLUXQL = "tidalite-influxql";

    private final List<Peer> contenders;

    /// Medians, question by question, in the order of the questions.
    private final Map<String, List<Double>> medians = new LinkedHashMap<>();

    QueryTable(List<Peer> contenders) {
        this.contenders = contenders;
    }

    static String name(Peer peer) {
        return peer.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String head() {
        StringBuilder line =
                new StringBuilder(String.format(Locale.ROOT, "%-22s %8s", "query", "rows"));
        for (Peer peer : contenders) {
            line.append(String.format(Locale.ROOT, " |%25s", name(peer)));
        }
        return line.append(" | ratio").toString();
    }

    /// Per contender the median, the 99th percentile and the first run; then our median by the
    /// best peer's.
    ///
    /// @param inInfluxql how this engine did in InfluxQL, if it was asked
    String line(
            TsbsQuery query,
            long answerRows,
            Map<Peer, Timings> timings,
            @Nullable Timings inInfluxql) {
        StringBuilder line =
                new StringBuilder(
                        String.format(Locale.ROOT, "%-22s %8d", query.title(), answerRows));
        double best = Double.NaN;
        for (Map.Entry<Peer, Timings> entry : timings.entrySet()) {
            double median = entry.getValue().medianMs();
            line.append(" |").append(times(entry.getValue()));
            note(name(entry.getKey()), median);
            if (!entry.getKey().isOurs()) {
                best = Double.isNaN(best) ? median : Math.min(best, median);
            }
        }
        Timings ours = timings.get(Peer.TIDALITE);
        if (ours == null) {
            return line.append(" |").toString();
        }
        line.append(
                Double.isNaN(best)
                        ? " |"
                        : String.format(Locale.ROOT, " | %5.2f", ours.medianMs() / best));
        if (inInfluxql != null) {
            double median = inInfluxql.medianMs();
            note(OURS_INFLUXQL, median);
            line.append(" | influxql ").append(times(inInfluxql));
            line.append(String.format(Locale.ROOT, ", %5.2f of SQL", median / ours.medianMs()));
        }
        return line.toString();
    }

    private static String times(Timings times) {
        return String.format(
                Locale.ROOT, "%8.2f %8.2f %7.1f", times.medianMs(), times.p99Ms(), times.firstMs());
    }

    private void note(String contender, double medianMs) {
        medians.computeIfAbsent(contender, name -> new ArrayList<>()).add(medianMs);
    }

    /// How many times longer each peer took than each of ours: geometric means over the questions.
    List<String> means() {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, List<Double>> ours : medians.entrySet()) {
            for (Map.Entry<String, List<Double>> peer : medians.entrySet()) {
                if (ours.getKey().startsWith("tidalite") && !peer.getKey().startsWith("tidalite")) {
                    lines.add(
                            String.format(
                                    Locale.ROOT,
                                    "%s takes %.1f times as long as %s (geometric mean)",
                                    peer.getKey(),
                                    mean(peer.getValue(), ours.getValue()),
                                    ours.getKey()));
                }
            }
        }
        return lines;
    }

    private static double mean(List<Double> over, List<Double> under) {
        double logs = 0;
        for (int i = 0; i < over.size(); i++) {
            logs += Math.log(over.get(i) / under.get(i));
        }
        return Math.exp(logs / over.size());
    }
}
