/// The storage engine as an application sees it: open it on a folder, write, take a [Snapshot],
/// scan, flush, close.
///
/// In: line protocol or typed rows. Out: batches of columns. A write is acknowledged when it will
/// survive a crash; a snapshot is one point in time. Nothing here needs a JVM flag, and nothing
/// here knows Arrow, SQL or HTTP.
@NullMarked
package dev.tidalite.engine;

import org.jspecify.annotations.NullMarked;
