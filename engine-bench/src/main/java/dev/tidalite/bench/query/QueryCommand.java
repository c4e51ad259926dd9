package dev.tidalite.bench.query;

import dev.tidalite.bench.options.Hosts;
import dev.tidalite.bench.options.WrittenValues;
import dev.tidalite.bench.peers.HttpPeer;
import dev.tidalite.bench.report.Figure;
import dev.tidalite.bench.report.Fork;
import dev.tidalite.bench.report.Report;
import dev.tidalite.bench.report.ReportOptions;
import dev.tidalite.bench.report.Versions;
import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.Engine;

import io.questdb.cairo.CairoEngine;

import org.duckdb.DuckDBConnection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/// `tidalite bench query`
@Command(
        name = "query",
        description = {
            "Asks this engine, DuckDB (over a table of its own, and over this engine's Parquet"
                    + " files) and QuestDB the questions of the TSBS devops case, in one process,"
                    + " and compares their answers; then servers over HTTP, each in a process of"
                    + " its own: this program, and InfluxDB 1.x and VictoriaMetrics if influxd and"
                    + " victoria-metrics are on the PATH.",
            "A line per question and, per contender, the median, the 99th percentile and the first"
                    + " run in milliseconds; then the ratio of our median to the best peer's."
        },
        mixinStandardHelpOptions = true)
public final class QueryCommand implements Callable<Integer> {
    private static final int COLD_RUNS = 3;
    private static final int COLD_PAUSE_MS = 2_000;
    private static final String COLD_FIGURE = "first query of a process";

    /// How many questions of each kind are compared.
    private static final int CHECKED = 2;

    @Mixin private ReportOptions output = new ReportOptions();

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description =
                    "Where the contenders keep their rows; what is there from an earlier run is"
                            + " used again (default: a folder in the system's temporary one).")
    private Path folder = Path.of(System.getProperty("java.io.tmpdir"), "tidalite-bench-query");

    @Option(
            names = "--rows",
            defaultValue = "10000000",
            description = "Rows in all (default: ${DEFAULT-VALUE}).")
    private long rows;

    @Mixin private Hosts hosts = new Hosts(4_000);

    @Mixin private WrittenValues values = new WrittenValues(CpuData.Values.INTEGER);

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "Threads of one query (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--seconds",
            defaultValue = "2",
            description =
                    "How long each contender is asked each question, half of it to warm up"
                            + " (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--rounds",
            defaultValue = "200",
            description = "How many timed runs are enough (default: ${DEFAULT-VALUE}).")
    private int roundsMax;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Contenders (default: ${COMPLETION-CANDIDATES}).")
    private List<Peer> contenders = List.of(Peer.values());

    @Option(
            names = "--lang",
            split = ",",
            paramLabel = "LANGUAGE",
            description = {
                "SQL, or INFLUXQL: this engine is asked in both then, its server in InfluxQL, and a"
                        + " line ends with the ratio of InfluxQL to SQL (default: SQL)."
            })
    private List<Language> languages = List.of(Language.SQL);

    @Option(
            names = "--queries",
            split = ",",
            paramLabel = "QUERY",
            description = "Questions by TSBS's names, such as lastpoint (default: all).")
    private List<String> titles = List.of();

    @Option(names = "--no-cold", description = "Leave out the first query of a process.")
    private boolean warmOnly;

    @Option(names = "--here", hidden = true, description = "Only the first query, of this process.")
    private boolean here;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    /// In which language this engine is asked.
    public enum Language {
        SQL,
        INFLUXQL
    }

    /// Who is asked.
    enum Peer {
        TIDALITE,
        DUCKDB,
        DUCKDB_PARQUET,
        QUESTDB,
        TIDALITE_HTTP,
        INFLUXDB,
        VICTORIAMETRICS;

        boolean isOurs() {
            return this == TIDALITE || this == TIDALITE_HTTP;
        }

        boolean isStartable() {
            return switch (this) {
                case INFLUXDB -> HttpPeer.INFLUXDB.isStartable();
                case VICTORIAMETRICS -> HttpPeer.VICTORIAMETRICS.isStartable();
                case TIDALITE, TIDALITE_HTTP, DUCKDB, DUCKDB_PARQUET, QUESTDB -> true;
            };
        }

        /// @param ours how our server is asked
        Contender open(QueryPlan plan, Language ours) throws Exception {
            Dialect influxql = new InfluxqlDialect(plan.isInteger());
            return switch (this) {
                case TIDALITE -> TidaliteContender.sql(plan);
                case DUCKDB -> DuckContender.table(plan);
                case DUCKDB_PARQUET -> DuckContender.files(plan);
                case QUESTDB -> QuestContender.open(plan);
                case TIDALITE_HTTP ->
                        ServerContender.ours(
                                plan,
                                switch (ours) {
                                    case SQL -> new SqlDialect();
                                    case INFLUXQL -> influxql;
                                });
                case INFLUXDB -> ServerContender.of(HttpPeer.INFLUXDB, plan, influxql);
                case VICTORIAMETRICS ->
                        ServerContender.of(
                                HttpPeer.VICTORIAMETRICS, plan, new MetricsqlDialect(plan));
            };
        }
    }

    /// @return 1 if the contenders do not agree
    @Override
    public Integer call() throws Exception {
        QueryPlan plan =
                new QueryPlan(
                        folder,
                        rows,
                        hosts.count(),
                        values.get(),
                        threads,
                        seconds,
                        roundsMax,
                        queries());
        Files.createDirectories(folder);
        Report report = Report.of("query", settings(), versions(), List.of());
        if (here) {
            output.append(report.with(figures(List.of(firstOfThisProcess(plan)))));
            return 0;
        }
        List<Figure> figures = new ArrayList<>();
        boolean agreed = ask(plan, figures);
        if (!warmOnly) {
            figures.addAll(firstOfOthers());
        }
        output.append(report.with(figures(figures)));
        return agreed ? 0 : 1;
    }

    private static Report figures(List<Figure> figures) {
        return Report.of("query", Map.of(), Map.of(), figures);
    }

    private List<TsbsQuery> queries() {
        List<TsbsQuery> found =
                Arrays.stream(TsbsQuery.values())
                        .filter(query -> titles.isEmpty() || titles.contains(query.title()))
                        .toList();
        if (found.size() < titles.size()) {
            throw new IllegalArgumentException("not all of these are questions: " + titles);
        }
        return found;
    }

    /// @return whether all answers were equal
    private boolean ask(QueryPlan plan, List<Figure> figures) throws Exception {
        Map<Peer, Contender> opened = new LinkedHashMap<>();
        boolean influxql = languages.contains(Language.INFLUXQL);
        boolean agreed = true;
        try {
            for (Peer peer : contenders) {
                if (peer.isStartable()) {
                    opened.put(peer, peer.open(plan, languages.getLast()));
                }
            }
            Contender sql = opened.get(Peer.TIDALITE);
            Contender other =
                    influxql && sql instanceof TidaliteContender ours ? ours.influxql() : null;
            out.printf(
                    Locale.ROOT,
                    "TSBS cpu: %,d rows of %,d hosts, %d Parquet file(s); %d threads%n",
                    rows,
                    hosts.count(),
                    TidaliteContender.files(plan).size(),
                    threads);
            QueryTable table = new QueryTable(List.copyOf(opened.keySet()));
            out.println(table.head());
            for (TsbsQuery query : plan.queries()) {
                Map<Peer, Timings> timings = new LinkedHashMap<>();
                for (Map.Entry<Peer, Contender> entry : opened.entrySet()) {
                    Timings times = Timings.of(entry.getValue(), query, plan);
                    timings.put(entry.getKey(), times);
                    figures.addAll(
                            times.figures(QueryTable.name(entry.getKey()) + ", " + query.title()));
                }
                long answerRows = 0;
                for (int number = 0; number < CHECKED; number++) {
                    TsbsQuestion question =
                            query.question(number, hosts.count(), plan.timeSeconds());
                    answerRows = compare(question, opened);
                    agreed &= answerRows >= 0;
                    agreed &=
                            other == null || compare(question, Objects.requireNonNull(sql), other);
                }
                Timings inInfluxql = other == null ? null : Timings.of(other, query, plan);
                if (inInfluxql != null) {
                    figures.addAll(inInfluxql.figures("tidalite-influxql, " + query.title()));
                }
                out.println(table.line(query, answerRows, timings, inInfluxql));
            }
            table.means().forEach(out::println);
        } finally {
            for (Contender contender : opened.values()) {
                contender.close();
            }
        }
        return agreed;
    }

    /// @return how many rows the answer has; -1 after a message if answers differ
    private static long compare(TsbsQuestion question, Map<Peer, Contender> opened)
            throws Exception {
        List<Map.Entry<Peer, Contender>> all = List.copyOf(opened.entrySet());
        Contender first = all.getFirst().getValue();
        Answer expected = first.answer(question);
        for (Map.Entry<Peer, Contender> entry : all.subList(1, all.size())) {
            TsbsQuestion exact = entry.getValue().exact(question);
            Answer wanted = exact.equals(question) ? expected : first.answer(exact);
            Answer answer = entry.getValue().answer(exact);
            if (!answer.isLike(wanted)) {
                System.err.printf(
                        "%s%nanswers differ: %s, but %s: %s%n",
                        exact.sql(), wanted, QueryTable.name(entry.getKey()), answer);
                return -1;
            }
        }
        return expected.rowCount();
    }

    /// @return whether InfluxQL gives what SQL does; if not, after a message
    private static boolean compare(TsbsQuestion question, Contender sql, Contender influxql)
            throws Exception {
        Answer expected = sql.answer(question);
        Answer answer = influxql.answer(question);
        if (!answer.isLike(expected)) {
            System.err.printf(
                    "%s%nanswers differ: %s, but in InfluxQL (%s): %s%n",
                    question.sql(), expected, question.influxql(), answer);
            return false;
        }
        return true;
    }

    /// Opens the engine, lets two seconds pass, and asks.
    private Figure firstOfThisProcess(QueryPlan plan) throws IOException, InterruptedException {
        try (TidaliteContender contender = TidaliteContender.sql(plan)) {
            Thread.sleep(COLD_PAUSE_MS);
            TsbsQuestion question =
                    TsbsQuery.SINGLE_GROUPBY_1_1_1.question(0, hosts.count(), plan.timeSeconds());
            long startNs = System.nanoTime();
            contender.run(question);
            double ms = (System.nanoTime() - startNs) / 1e6;
            return Figure.of(QueryTable.name(Peer.TIDALITE), COLD_FIGURE, "ms", ms);
        }
    }

    private List<Figure> firstOfOthers() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("query", "--here"));
        arguments.addAll(List.of("--folder", folder.toString(), "--rows", Long.toString(rows)));
        arguments.addAll(
                List.of(
                        "--hosts",
                        Integer.toString(hosts.count()),
                        "--values",
                        values.get().name()));
        arguments.addAll(List.of("--threads", Integer.toString(threads)));
        List<Figure> found = new ArrayList<>();
        for (int run = 0; run < COLD_RUNS; run++) {
            Figure figure = Fork.run(List.of(), arguments).figures().getFirst();
            out.printf(
                    Locale.ROOT,
                    "%s, 2 s after it was opened: %.1f ms%n",
                    COLD_FIGURE,
                    figure.median());
            found.add(figure);
        }
        return found;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("rows", String.valueOf(rows));
        settings.put("hosts", String.valueOf(hosts.count()));
        settings.put("values", values.get().name());
        settings.put("threads", String.valueOf(threads));
        settings.put("seconds", String.valueOf(seconds));
        return settings;
    }

    private static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("tidalite", Versions.of(Engine.class));
        versions.put("questdb", Versions.of(CairoEngine.class));
        versions.put("duckdb", Versions.of(DuckDBConnection.class));
        return versions;
    }
}
