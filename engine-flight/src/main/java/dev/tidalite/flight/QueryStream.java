package dev.tidalite.flight;

import dev.tidalite.query.QueryResult;

import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

import java.util.concurrent.ScheduledExecutorService;

/// Sends the batches of one query as fast as the client takes them: never more than one ahead, and
/// each in messages that are small enough.
final class QueryStream {
    private final ServerStreamListener listener;
    private final BackPressure pressure;
    private final FlightLimits limits;
    private final ScheduledExecutorService clock;
    private final long deadlineNs;

    /// @param clock runs what keeps the answer alive while it is computed
    QueryStream(
            ServerStreamListener listener,
            BackPressure pressure,
            FlightLimits limits,
            ScheduledExecutorService clock) {
        this.listener = listener;
        this.pressure = pressure;
        this.limits = limits;
        this.clock = clock;
        this.deadlineNs = System.nanoTime() + limits.query().timeout().toNanos();
    }

    /// Sends the schema and all rows.
    ///
    /// @param result stays its owner's
    void send(QueryResult result) {
        pressure.onCancel(result::cancel);
        try (Outgoing out = outgoing(result.schema(), result.allocator())) {
            for (VectorSchemaRoot rows = result.next(); rows != null; rows = result.next()) {
                send(rows, out);
            }
            out.startOnce();
        }
    }

    /// Sends the schema and the rows of one batch.
    ///
    /// @param rows stay their owner's
    /// @param allocator of the rows
    void send(VectorSchemaRoot rows, BufferAllocator allocator) {
        try (Outgoing out = outgoing(rows.getSchema(), allocator)) {
            send(rows, out);
        }
    }

    private Outgoing outgoing(Schema schema, BufferAllocator allocator) {
        return new Outgoing(listener, schema, allocator, clock, limits.silence());
    }

    /// Halves what is too large, until it is not.
    private void send(VectorSchemaRoot rows, Outgoing out) {
        int rowCount = rows.getRowCount();
        try (ArrowRecordBatch message = new VectorUnloader(rows).getRecordBatch()) {
            if (message.computeBodyLength() <= limits.messageBytesMax() || rowCount <= 1) {
                awaitReady();
                out.put(message);
                return;
            }
        }
        int half = rowCount / 2;
        try (VectorSchemaRoot first = rows.slice(0, half)) {
            send(first, out);
        }
        try (VectorSchemaRoot second = rows.slice(half, rowCount - half)) {
            send(second, out);
        }
    }

    private void awaitReady() {
        if (pressure.awaitReady(deadlineNs)) {
            return;
        }
        throw pressure.isCancelled()
                ? Failures.as(CallStatus.CANCELLED, "the client has gone away")
                : Failures.as(
                        CallStatus.TIMED_OUT,
                        "the answer was not read within " + limits.query().timeout());
    }
}
