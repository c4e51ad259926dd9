package dev.tidalite.query.internal.schema;

import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.schema.TableSchema;

import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.jspecify.annotations.Nullable;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where the names of a query's tables are looked up: `public.iox.t`, `iox.t`, `t` and
/// `information_schema.t`. Names are exact. One per query; used by one thread.
public final class QuerySchema {
    static final String CATALOG = "public";
    static final String TABLES = "iox";
    static final String INFORMATION = "information_schema";

    private static final CalciteConnectionConfig CONFIG =
            CalciteConnectionConfig.DEFAULT.set(CalciteConnectionProperty.CASE_SENSITIVE, "true");

    private QuerySchema() {}

    /// Looks tables up in a snapshot, each only when it is asked for.
    public static CalciteCatalogReader over(Snapshot snapshot) {
        CalciteSchema root = CalciteSchema.createRootSchema(false, false);
        Map<String, Schema> schemas =
                Map.of(
                        TABLES,
                        new StoredTables(snapshot),
                        INFORMATION,
                        new InformationSchema(snapshot));
        root.add(
                CATALOG,
                new AbstractSchema() {
                    @Override
                    protected Map<String, Schema> getSubSchemaMap() {
                        return schemas;
                    }
                });
        return new Reader(root);
    }

    private static final class Reader extends CalciteCatalogReader {
        Reader(CalciteSchema root) {
            super(
                    root,
                    SqlNameMatchers.withCaseSensitive(true),
                    List.of(List.of(CATALOG, TABLES), List.of(CATALOG), List.of()),
                    SqlTypes.FACTORY,
                    CONFIG);
        }
    }

    private static final class StoredTables extends AbstractSchema {
        private final Map<String, Table> tables;

        StoredTables(Snapshot snapshot) {
            tables = new TableMap(snapshot);
        }

        @Override
        protected Map<String, Table> getTableMap() {
            return tables;
        }
    }

    /// The snapshot's tables by name, made when they are asked for: a database may have many.
    private static final class TableMap extends AbstractMap<String, Table> {
        private final Snapshot snapshot;

        TableMap(Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        @Override
        public @Nullable Table get(@Nullable Object key) {
            return key instanceof String name
                    ? snapshot.table(name).map(StoredTable::new).orElse(null)
                    : null;
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return key instanceof String name && snapshot.table(name).isPresent();
        }

        @Override
        public Set<Entry<String, Table>> entrySet() {
            List<TableSchema> schemas = snapshot.tables();
            return new AbstractSet<>() {
                @Override
                public Iterator<Entry<String, Table>> iterator() {
                    return schemas.stream()
                            .map(s -> Map.entry(s.table(), (Table) new StoredTable(s)))
                            .iterator();
                }

                @Override
                public int size() {
                    return schemas.size();
                }
            };
        }
    }
}
