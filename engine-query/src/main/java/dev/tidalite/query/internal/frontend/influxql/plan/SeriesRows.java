package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.engine.schema.ColumnRole;

/// Rows laid out as the result wants them: the time, the group's tags, the columns of the result,
/// then columns that only the order of the rows needs.
///
/// @param tagCount how many tags the rows are grouped by
/// @param outputCount how many columns the result has
record SeriesRows(Rows rows, int tagCount, int outputCount) {
    SeriesRows with(Rows other) {
        return new SeriesRows(other, tagCount, outputCount);
    }

    int firstOutput() {
        return 1 + tagCount;
    }

    int firstHidden() {
        return firstOutput() + outputCount;
    }

    boolean isTag(int index) {
        return rows.roles().get(index) == ColumnRole.TAG;
    }

    /// Without the columns that only the order needed.
    Rows visible() {
        if (rows.roles().size() == firstHidden()) {
            return rows;
        }
        Rows.Projection projection = new Rows.Projection(rows);
        for (int index = 0; index < firstHidden(); index++) {
            projection.keep(index);
        }
        return projection.build();
    }
}
