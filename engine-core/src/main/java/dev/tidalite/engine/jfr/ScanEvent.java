package dev.tidalite.engine.jfr;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A scan, or a part of one, from its opening to its closing.
@Name("dev.tidalite.Scan")
@Label("Scan")
@Category("Tidalite")
@StackTrace(false)
public final class ScanEvent extends Event {
    @Label("Database")
    public String database = "";

    @Label("Table")
    public String table = "";

    @Label("Order")
    public String order = "";

    @Label("Batches")
    public long batchCount;

    @Label("Rows")
    public long rowCount;

    /// An event that has not begun.
    public ScanEvent() {}
}
