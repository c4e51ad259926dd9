package dev.tidalite.bench.query;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The command `bench query`: the TSBS questions go to each contender, and the times come out as a
/// table, in milliseconds. Some answers of every kind are compared.
public final class QueryBench {
    private static final int COLD_RUNS = 3;

    /// How many questions of each kind are compared.
    private static final int CHECKED = 2;

    private QueryBench() {}

    public static void main(String[] args) throws Exception {
        run(List.of(args), System.out);
        System.exit(0); // a peer's threads are not daemons
    }

    static Path defaultFolder() {
        return Path.of(System.getProperty("java.io.tmpdir"), "tidalite-bench", "query");
    }

    /// @param options see [QueryPlan#parse]; none for the report's own
    /// @throws IllegalStateException if contenders do not agree
    public static void run(List<String> options, PrintStream out) throws Exception {
        QueryPlan plan = QueryPlan.parse(defaultFolder(), options);
        Files.createDirectories(plan.folder());
        List<Contender> contenders = new ArrayList<>();
        try {
            for (String name : plan.contenders()) {
                contenders.add(open(name, plan));
            }
            out.printf(
                    Locale.ROOT,
                    "TSBS cpu: %,d rows of %,d hosts, %d files; %d threads; ms: median, p99, first"
                            + " run; ratio of the medians to the best peer's%n",
                    plan.rows(),
                    plan.hosts(),
                    TidaliteContender.files(plan).size(),
                    plan.threads());
            out.println(head(plan));
            for (TsbsQuery query : plan.queries()) {
                out.println(measure(query, contenders, plan));
                out.flush();
            }
        } finally {
            for (Contender contender : contenders) {
                contender.close();
            }
        }
        if (plan.cold()) {
            for (int run = 0; run < COLD_RUNS; run++) {
                out.printf(
                        Locale.ROOT,
                        "first query of a process, 2 s after it was opened: %.1f ms%n",
                        ColdStart.firstQueryMs(plan));
            }
        }
    }

    private static Contender open(String name, QueryPlan plan) throws Exception {
        return switch (name) {
            case "tidalite" -> TidaliteContender.sql(plan);
            case "duckdb" -> DuckContender.table(plan);
            case "duckdb-parquet" -> DuckContender.files(plan);
            case "questdb" -> QuestContender.open(plan);
            default -> throw new IllegalArgumentException("no contender " + name);
        };
    }

    private static String head(QueryPlan plan) {
        StringBuilder line = new StringBuilder(String.format("%-22s %8s", "query", "rows"));
        for (String name : plan.contenders()) {
            line.append(String.format(" |%25s", name));
        }
        return line.append(" | ratio").toString();
    }

    private static String measure(TsbsQuery query, List<Contender> contenders, QueryPlan plan)
            throws Exception {
        long rows = 0;
        List<Timings> timings = new ArrayList<>();
        for (Contender contender : contenders) {
            timings.add(Timings.of(contender, query, plan));
        }
        for (int number = 0; number < CHECKED; number++) {
            TsbsQuestion question = query.question(number, plan.hosts(), plan.timeSeconds());
            rows = compare(question, contenders);
        }
        StringBuilder line =
                new StringBuilder(String.format(Locale.ROOT, "%-22s %8d", query.title(), rows));
        double best = Double.NaN;
        for (int i = 0; i < contenders.size(); i++) {
            Timings times = timings.get(i);
            line.append(
                    String.format(
                            Locale.ROOT,
                            " |%8.2f %8.2f %7.1f",
                            times.medianMs(),
                            times.p99Ms(),
                            times.firstMs()));
            if (!contenders.get(i).name().startsWith("tidalite")) {
                best = Double.isNaN(best) ? times.medianMs() : Math.min(best, times.medianMs());
            }
        }
        return line.append(
                        String.format(
                                Locale.ROOT, " | %5.2f", timings.getFirst().medianMs() / best))
                .toString();
    }

    /// @return how many rows the answer has
    private static long compare(TsbsQuestion question, List<Contender> contenders)
            throws Exception {
        Answer first = contenders.getFirst().answer(question);
        for (Contender other : contenders.subList(1, contenders.size())) {
            Answer answer = other.answer(question);
            if (!answer.isLike(first)) {
                throw new IllegalStateException(
                        question.sql()
                                + "\n"
                                + contenders.getFirst().name()
                                + ": "
                                + first
                                + "\n"
                                + other.name()
                                + ": "
                                + answer);
            }
        }
        return first.rowCount();
    }
}
