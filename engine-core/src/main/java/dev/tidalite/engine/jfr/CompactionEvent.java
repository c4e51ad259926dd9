package dev.tidalite.engine.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// Segments were merged, or an attempt to merge them came to nothing (then no bytes were written).
@Name("dev.tidalite.Compaction")
@Label("Compaction")
@Category("Tidalite")
@StackTrace(false)
public final class CompactionEvent extends Event {
    @Label("Table Id")
    public long tableId;

    @Label("Segments Read")
    public int inputCount;

    @Label("Bytes Read")
    @DataAmount
    public long inputBytes;

    @Label("Bytes Written")
    @DataAmount
    public long outputBytes;

    @Label("Rows Written")
    public long rowCount;

    /// An event that has not begun.
    public CompactionEvent() {}
}
