package dev.tidalite.engine.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// One sealed memtable became segments.
@Name("dev.tidalite.Flush")
@Label("Flush")
@Category("Tidalite")
@StackTrace(false)
public final class FlushEvent extends Event {
    @Label("Database")
    public String database = "";

    @Label("Table")
    public String table = "";

    @Label("Rows")
    public long rowCount;

    @Label("Bytes Written")
    @DataAmount
    public long segmentBytes;

    /// An event that has not begun.
    public FlushEvent() {}
}
