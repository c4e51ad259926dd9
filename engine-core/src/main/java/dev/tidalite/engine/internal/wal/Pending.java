package dev.tidalite.engine.internal.wal;

import dev.tidalite.engine.internal.record.RecordFrame;

/// A record on its way to the file.
record Pending(RecordFrame frame, Ticket ticket, long enqueuedNs) {}
