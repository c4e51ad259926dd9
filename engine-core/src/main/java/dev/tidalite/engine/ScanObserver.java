package dev.tidalite.engine;

import java.nio.file.Path;

/// Is told what scans read of files. Called by the threads that read, also at the same time.
///
/// What is in memory (the newest rows, tags, which are read once per file and then kept) is not
/// told.
public interface ScanObserver {
    /// Is told nothing.
    ScanObserver NONE =
            new ScanObserver() {
                @Override
                public void onScan(int fileCount) {}

                @Override
                public void onFile(Path file, long pageCount) {}

                @Override
                public void onPage(Path file, long offset, long byteCount) {}
            };

    /// A scan begins.
    ///
    /// @param fileCount how many files the table has
    void onScan(int fileCount);

    /// The time, the tags or the statistics rule out neither a file nor all its series.
    ///
    /// @param pageCount how many pages the file has of the time and of the fields that are wanted
    void onFile(Path file, long pageCount);

    /// A page is read, from the file or from the cache of pages. Told at least once per page.
    ///
    /// @param offset where the page begins in the file
    /// @param byteCount its length in the file
    void onPage(Path file, long offset, long byteCount);
}
