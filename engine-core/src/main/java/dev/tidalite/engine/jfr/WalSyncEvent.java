package dev.tidalite.engine.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// One group of writes was put into the log, and synced if the engine's durability asks for it.
@Name("dev.tidalite.WalSync")
@Label("Log Sync")
@Category("Tidalite")
@StackTrace(false)
public final class WalSyncEvent extends Event {
    @Label("Records")
    public int recordCount;

    @Label("Bytes Written")
    @DataAmount
    public long groupBytes;

    @Label("Longest Wait in Queue")
    @Timespan(Timespan.NANOSECONDS)
    public long queueWaitNs;

    @Label("Synced")
    public boolean synced;

    /// An event that has not begun.
    public WalSyncEvent() {}
}
