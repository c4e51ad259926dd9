package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The table that a SELECT gives: the measurement, the time, those tags of the group that are not
/// selected anyway, then what was selected; the measurements one after the other.
final class ResultLayout {
    static final String MEASUREMENT = "iox::measurement";

    private final List<PlanColumn> columns = new ArrayList<>();
    private final List<TagColumn> tagColumns = new ArrayList<>();
    private final List<SeriesRows> parts;
    private final @Nullable String zone;

    /// A tag of the group, and where in the result it is.
    ///
    /// @param projected whether it was selected, too
    record TagColumn(String key, int index, boolean projected) {}

    /// @param parts one per measurement; all have the same columns
    /// @param zone in which times are to be shown, or null
    ResultLayout(List<SeriesRows> parts, String timeName, @Nullable String zone) {
        this.parts = parts;
        this.zone = zone;
        columns.add(new PlanColumn(MEASUREMENT, DataType.UTF8, false, null));
        DataType time = zone == null ? DataType.TIMESTAMP : new DataType.Timestamp(zone);
        ColumnSchema origin = timeName.equals(ColumnSchema.TIME) ? ColumnSchema.time() : null;
        columns.add(new PlanColumn(timeName, time, false, origin));
        if (!parts.isEmpty()) {
            layOut();
        }
    }

    private void layOut() {
        SeriesRows first = parts.get(0);
        List<Integer> projected = new ArrayList<>();
        List<PlanColumn> tags = new ArrayList<>();
        for (int tag = 1; tag <= first.tagCount(); tag++) {
            int output = selected(tag);
            projected.add(output);
            if (output < 0) {
                tags.add(tagColumn(first.rows().column(tag).name()));
            }
        }
        int firstOutput = columns.size() + tags.size();
        int next = columns.size();
        for (int tag = 1; tag <= first.tagCount(); tag++) {
            int output = projected.get(tag - 1);
            String key = first.rows().column(tag).name();
            tagColumns.add(
                    output < 0
                            ? new TagColumn(key, next++, false)
                            : new TagColumn(key, firstOutput + output, true));
        }
        columns.addAll(tags);
        for (int output = 0; output < first.outputCount(); output++) {
            columns.add(output(output));
        }
    }

    /// Which column of the result is this tag of the group; -1 if none is.
    private int selected(int tag) {
        SeriesRows first = parts.get(0);
        String name = first.rows().column(tag).name();
        for (int output = 0; output < first.outputCount(); output++) {
            int at = first.firstOutput() + output;
            PlanColumn column = first.rows().column(at);
            ColumnSchema origin = column.origin();
            boolean same = origin == null || origin.name().equals(name);
            if (column.name().equals(name) && same && isTagEverywhere(output)) {
                return output;
            }
        }
        return -1;
    }

    private boolean isTagEverywhere(int output) {
        return parts.stream()
                .allMatch(part -> {
                    int at = part.firstOutput() + output;
                    boolean missing = part.rows().column(at).type() == DataType.NULL;
                    return missing || part.isTag(at);
                });
    }

    private PlanColumn output(int output) {
        DataType type = DataType.NULL;
        PlanColumn chosen = null;
        for (SeriesRows part : parts) {
            PlanColumn column = part.rows().column(part.firstOutput() + output);
            DataType preferred = SourceColumns.preferred(type, column.type());
            if (chosen == null || !preferred.equals(type)) {
                chosen = column;
                type = preferred;
            }
        }
        DataType shown = type == DataType.NULL ? DataType.FLOAT64 : type;
        String name = chosen == null ? "" : chosen.name();
        ColumnSchema origin = chosen == null ? null : chosen.origin();
        return new PlanColumn(name, shown, true, origin);
    }

    private static PlanColumn tagColumn(String name) {
        boolean unnamed = name.isEmpty() || name.equals(ColumnSchema.TIME);
        return new PlanColumn(name, DataType.UTF8, true, unnamed ? null : ColumnSchema.tag(name));
    }

    PhysicalPlan plan() {
        if (parts.isEmpty()) {
            return new PhysicalPlan.Values(columns, List.of());
        }
        List<PhysicalPlan> plans = parts.stream().map(this::project).toList();
        return plans.size() == 1 ? plans.get(0) : new PhysicalPlan.UnionAll(plans, columns);
    }

    private PhysicalPlan project(SeriesRows part) {
        Rows rows = part.rows();
        List<Expr> expressions = new ArrayList<>();
        expressions.add(Exprs.of(rows.measurement()));
        expressions.add(
                zone == null
                        ? rows.time()
                        : new Expr.Call(
                                "tz",
                                List.of(rows.time(), Exprs.of(zone)),
                                new DataType.Timestamp(zone)));
        for (int tag = 1; tag <= part.tagCount(); tag++) {
            if (!tagColumns.get(tag - 1).projected()) {
                expressions.add(rows.ref(tag));
            }
        }
        for (int output = 0; output < part.outputCount(); output++) {
            int at = part.firstOutput() + output;
            PlanColumn wanted = columns.get(expressions.size());
            boolean comparable = Arithmetic.common(rows.column(at).type(), wanted.type()) != null;
            expressions.add(
                    comparable && rows.column(at).type() != DataType.NULL
                            ? Exprs.cast(rows.ref(at), wanted.type())
                            : Exprs.nullOf(wanted.type()));
        }
        return new PhysicalPlan.Project(rows.plan(), expressions, columns);
    }

    /// The schema metadata from which clients tell series apart.
    String metadata() {
        StringBuilder json = new StringBuilder("{\"measurementColumnIndex\":0,\"tagKeyColumns\":[");
        String separator = "";
        for (TagColumn tag : tagColumns) {
            json.append(separator)
                    .append("{\"tagKey\":\"")
                    .append(escaped(tag.key))
                    .append("\",\"columnIndex\":")
                    .append(tag.index)
                    .append(",\"isProjected\":")
                    .append(tag.projected)
                    .append('}');
            separator = ",";
        }
        return json.append("]}").toString();
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ') {
                escaped.append(String.format("\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
