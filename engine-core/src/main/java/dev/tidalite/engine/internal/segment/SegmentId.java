package dev.tidalite.engine.internal.segment;

/// Names a segment file for ever; later files have greater ids.
public record SegmentId(long value) {}
