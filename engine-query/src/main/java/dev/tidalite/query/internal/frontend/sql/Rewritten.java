package dev.tidalite.query.internal.frontend.sql;

import java.util.List;

/// A query in the words of Calcite's core parser, on one line.
///
/// @param text what Calcite reads
/// @param offsets where each piece of `text` begins, ascending
/// @param sources for each piece the offset in the user's text that it came from
/// @param dynamic the names of the parameters that stand as `?`, in order
record Rewritten(String text, int[] offsets, int[] sources, List<String> dynamic) {
    /// The place in the user's text of a column of the one line.
    ///
    /// @param column 1-based
    int source(int column) {
        int wanted = column - 1;
        int found = 0;
        for (int index = 0; index < offsets.length && offsets[index] <= wanted; index++) {
            found = index;
        }
        return sources.length == 0 ? 0 : sources[found];
    }
}
