package dev.tidalite.query.internal.schema;

import org.apache.calcite.sql.type.BasicSqlType;
import org.apache.calcite.sql.type.SqlTypeName;

/// A timestamp that is shown in a time zone. Calcite has no type that names the zone.
final class ZonedTimestampType extends BasicSqlType {
    private static final long serialVersionUID = 1L;

    private final String zone;

    ZonedTimestampType(String zone, boolean nullable) {
        super(
                QueryTypeFactory.TYPE_SYSTEM,
                SqlTypeName.TIMESTAMP,
                nullable,
                SqlTypes.TIMESTAMP_PRECISION);
        this.zone = zone;
        computeDigest();
    }

    String zone() {
        return zone;
    }

    @Override
    public BasicSqlType createWithNullability(boolean nullable) {
        return nullable == isNullable() ? this : new ZonedTimestampType(zone, nullable);
    }

    @Override
    protected void generateTypeString(StringBuilder sb, boolean withDetail) {
        super.generateTypeString(sb, withDetail);
        sb.append(" ZONE ").append(zone);
    }
}
