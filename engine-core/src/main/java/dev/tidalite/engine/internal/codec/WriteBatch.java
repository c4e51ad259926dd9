package dev.tidalite.engine.internal.codec;

import java.util.List;

/// The rows of one write: the payload of a log record.
///
/// @param tables each table once; not copied: the writer reuses the blocks when the write is over
public record WriteBatch(List<RowBlock> tables) {}
