package dev.tidalite.flight;

import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// The messages of one answer: the schema, then batches. While none is ready it sends one without
/// rows now and then, as InfluxDB 3 does.
///
/// The thread that computes the answer puts batches; another one breaks the silence meanwhile.
final class Outgoing implements AutoCloseable {
    private final ServerStreamListener listener;
    private final VectorSchemaRoot batch;
    private final VectorLoader loader;
    private final long silenceNs;
    private final ScheduledFuture<?> signs;
    private boolean isStarted;
    private boolean isClosed;
    private long lastNs = System.nanoTime();

    /// @param allocator of the batches that will be put; its owner's
    /// @param clock runs what breaks the silence
    Outgoing(
            ServerStreamListener listener,
            Schema schema,
            BufferAllocator allocator,
            ScheduledExecutorService clock,
            Duration silence) {
        this.listener = listener;
        this.batch = VectorSchemaRoot.create(schema, allocator);
        this.loader = new VectorLoader(batch);
        this.silenceNs = silence.toNanos();
        this.signs =
                clock.scheduleWithFixedDelay(
                        this::breakSilence, silenceNs, silenceNs, TimeUnit.NANOSECONDS);
    }

    /// @param message stays its owner's
    synchronized void put(ArrowRecordBatch message) {
        startOnce();
        loader.load(message);
        send();
    }

    /// Sends the schema, if nothing was sent yet.
    synchronized void startOnce() {
        if (!isStarted) {
            isStarted = true;
            listener.start(batch);
        }
    }

    private void send() {
        listener.putNext();
        lastNs = System.nanoTime();
    }

    private synchronized void breakSilence() {
        boolean isSilent = System.nanoTime() - lastNs >= silenceNs;
        if (isClosed || !isSilent || listener.isCancelled() || !listener.isReady()) {
            return;
        }
        startOnce();
        batch.clear();
        send();
    }

    @Override
    public void close() {
        signs.cancel(false);
        synchronized (this) {
            isClosed = true;
            batch.close();
        }
    }
}
