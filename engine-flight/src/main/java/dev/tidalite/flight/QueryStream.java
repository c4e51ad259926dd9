package dev.tidalite.flight;

import dev.tidalite.query.QueryResult;

import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/// Sends the batches of one query as fast as the client takes them: never more than one ahead, and
/// each in messages that are small enough.
final class QueryStream {
    /// For what holds no values.
    private static final BufferAllocator NONE = new RootAllocator(0);

    private final ServerStreamListener listener;
    private final BackPressure pressure;
    private final FlightLimits limits;
    private final long deadlineNs;

    QueryStream(ServerStreamListener listener, BackPressure pressure, FlightLimits limits) {
        this.listener = listener;
        this.pressure = pressure;
        this.limits = limits;
        this.deadlineNs = System.nanoTime() + limits.query().timeout().toNanos();
    }

    /// Sends the schema and all rows.
    ///
    /// @param result stays its owner's
    void send(QueryResult result) {
        pressure.onCancel(result::cancel);
        VectorSchemaRoot batch = result.next();
        if (batch == null) {
            sendSchema(result);
            return;
        }
        try (VectorSchemaRoot out = VectorSchemaRoot.create(result.schema(), allocator(batch))) {
            VectorLoader loader = new VectorLoader(out);
            listener.start(out);
            while (batch != null) {
                send(batch, loader);
                batch = result.next();
            }
        }
    }

    /// Sends the schema and the rows of one batch.
    ///
    /// @param rows stay their owner's
    void send(VectorSchemaRoot rows) {
        try (VectorSchemaRoot out = VectorSchemaRoot.create(rows.getSchema(), allocator(rows))) {
            listener.start(out);
            send(rows, new VectorLoader(out));
        }
    }

    private void sendSchema(QueryResult result) {
        try (VectorSchemaRoot empty = VectorSchemaRoot.create(result.schema(), NONE)) {
            listener.start(empty);
        }
    }

    /// What holds the rows. Columns of the type Null hold nothing.
    private static BufferAllocator allocator(VectorSchemaRoot rows) {
        return rows.getFieldVectors().stream()
                .filter(column -> !(column instanceof NullVector))
                .map(FieldVector::getAllocator)
                .findFirst()
                .orElse(NONE);
    }

    /// Halves what is too large, until it is not.
    private void send(VectorSchemaRoot rows, VectorLoader loader) {
        int rowCount = rows.getRowCount();
        try (ArrowRecordBatch message = new VectorUnloader(rows).getRecordBatch()) {
            if (message.computeBodyLength() <= limits.messageBytesMax() || rowCount <= 1) {
                awaitReady();
                loader.load(message);
                listener.putNext();
                return;
            }
        }
        int half = rowCount / 2;
        try (VectorSchemaRoot first = rows.slice(0, half)) {
            send(first, loader);
        }
        try (VectorSchemaRoot second = rows.slice(half, rowCount - half)) {
            send(second, loader);
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
