package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.schema.TableSchema;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The tables of a FROM clause, for the names of columns that are built from them.
final class TableNames {
    private final Snapshot snapshot;
    private final List<Source> sources = new ArrayList<>();

    /// @param table of the snapshot, or null for anything else
    private record Source(@Nullable String name, @Nullable String table) {}

    TableNames(@Nullable SqlNode from, Snapshot snapshot) {
        this.snapshot = snapshot;
        if (from != null) {
            collect(from, null);
        }
    }

    private void collect(SqlNode node, @Nullable String alias) {
        switch (node) {
            case SqlJoin join -> {
                collect(join.getLeft(), null);
                collect(join.getRight(), null);
            }
            case SqlIdentifier name -> {
                String table = name.names.getLast();
                sources.add(new Source(alias == null ? table : alias, table));
            }
            case SqlCall call when call.getKind() == SqlKind.AS ->
                    collect(call.operand(0), ((SqlIdentifier) call.operand(1)).getSimple());
            default -> sources.add(new Source(alias, null));
        }
    }

    /// Whether a table is known by a name.
    boolean has(String name) {
        return sources.stream().anyMatch(source -> name.equals(source.name));
    }

    /// The name of a column with its table's before it, as far as that is known without resolving
    /// sub-queries.
    String qualify(String column) {
        if (sources.size() == 1) {
            String name = sources.getFirst().name;
            return name == null ? column : name + "." + column;
        }
        for (Source source : sources) {
            Optional<TableSchema> schema =
                    source.table == null ? Optional.empty() : snapshot.table(source.table);
            if (schema.isPresent() && schema.get().ordinal(column) >= 0) {
                return source.name + "." + column;
            }
        }
        return column;
    }
}
