package dev.tidalite.http;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineStats;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import java.io.IOException;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/// What `/metrics` tells: the engine's counters, the times of requests by route and status, and the
/// JVM.
///
/// Safe for use by many threads.
final class Metrics implements AutoCloseable {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Engine engine;
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /// Of the last scrape: one look at the engine answers all of its meters.
    private volatile EngineStats stats;

    Metrics(Engine engine, Admission admission) {
        this.engine = engine;
        this.stats = engine.stats();
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
        bindCounters();
        bindGauges();
        Gauge.builder("tidalite.http.writes.active", admission, Admission::writesAtWork)
                .register(registry);
        Gauge.builder("tidalite.http.queries.active", admission, Admission::queriesAtWork)
                .register(registry);
        Gauge.builder("tidalite.http.body", admission, Admission::bodyBytes)
                .baseUnit("bytes")
                .register(registry);
    }

    private void bindCounters() {
        counter("tidalite.writes", EngineStats::writeCount);
        counter("tidalite.written.rows", EngineStats::writtenRows);
        counter("tidalite.rejected.lines", EngineStats::rejectedLines);
        counter("tidalite.line.bytes", EngineStats::lineBytes);
        counter("tidalite.log.records", EngineStats::logRecords);
        counter("tidalite.log.bytes", EngineStats::logBytes);
        counter("tidalite.log.syncs", EngineStats::logSyncs);
        counter("tidalite.flushes", EngineStats::flushCount);
        counter("tidalite.flushed.rows", EngineStats::flushedRows);
        counter("tidalite.flushed.bytes", EngineStats::flushedBytes);
        counter("tidalite.compactions", EngineStats::compactionCount);
        counter("tidalite.compacted.bytes", EngineStats::compactedBytes);
        counter("tidalite.memory.wait.seconds", stats -> stats.memoryWait().toNanos() / 1e9);
    }

    private void bindGauges() {
        gauge("tidalite.log.queue.bytes", EngineStats::logQueueBytes);
        gauge("tidalite.log.file.bytes", EngineStats::logFileBytes);
        gauge("tidalite.memory.bytes", EngineStats::memoryBytes);
        gauge("tidalite.segments", EngineStats::segmentCount);
        gauge("tidalite.segment.bytes", EngineStats::segmentBytes);
        gauge("tidalite.segment.rows", EngineStats::segmentRows);
    }

    private void counter(String name, ToDoubleFunction<EngineStats> value) {
        FunctionCounter.builder(name, this, metrics -> value.applyAsDouble(metrics.stats))
                .register(registry);
    }

    private void gauge(String name, ToDoubleFunction<EngineStats> value) {
        Gauge.builder(name, this, metrics -> value.applyAsDouble(metrics.stats)).register(registry);
    }

    /// Notes a request that was answered.
    ///
    /// @param route the path of the route, never what a client made up
    void answered(String method, String route, int status, long elapsedNs) {
        Timer.builder("tidalite.http.requests")
                .tag("method", method)
                .tag("path", route)
                .tag("status", Integer.toString(status))
                .register(registry)
                .record(Duration.ofNanos(elapsedNs));
    }

    /// Answers in Prometheus' text format.
    void scrape(Exchange exchange) throws IOException {
        stats = engine.stats();
        exchange.answer(
                200, TEXT, registry.scrape(TEXT).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
