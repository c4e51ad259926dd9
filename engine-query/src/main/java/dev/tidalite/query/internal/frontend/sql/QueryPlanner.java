package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.engine.Snapshot;
import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.plan.GapFilling;
import dev.tidalite.query.internal.plan.OperatorTable;
import dev.tidalite.query.internal.plan.Operators;
import dev.tidalite.query.internal.plan.PlanContext;
import dev.tidalite.query.internal.plan.Translation;
import dev.tidalite.query.internal.schema.SqlTypes;

import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One query on its way from Calcite's parser to a physical plan.
final class QueryPlanner {
    private static final SqlConformance CONFORMANCE =
            new SqlDelegatingConformance(SqlConformanceEnum.LENIENT) {
                @Override
                public boolean isNonStrictGroupBy() {
                    return false;
                }
            };

    private static final SqlParser.Config PARSER =
            SqlParser.config()
                    .withUnquotedCasing(Casing.UNCHANGED)
                    .withQuotedCasing(Casing.UNCHANGED)
                    .withQuoting(Quoting.DOUBLE_QUOTE)
                    .withCaseSensitive(true)
                    .withIdentifierMaxLength(65_536)
                    .withConformance(CONFORMANCE);

    private static final SqlValidator.Config VALIDATOR =
            SqlValidator.Config.DEFAULT
                    .withIdentifierExpansion(true)
                    .withTypeCoercionEnabled(true)
                    .withTypeCoercionFactory(DialectCoercion::new)
                    .withConformance(CONFORMANCE);

    private static final SqlToRelConverter.Config CONVERTER =
            SqlToRelConverter.config()
                    .withTrimUnusedFields(false)
                    .withExpand(false)
                    .withInSubQueryThreshold(Integer.MAX_VALUE);

    private final String source;
    private final Rewritten rewritten;
    private final Snapshot snapshot;

    /// @param source the user's text, which errors point into
    QueryPlanner(String source, Rewritten rewritten, Snapshot snapshot) {
        this.source = source;
        this.rewritten = rewritten;
        this.snapshot = snapshot;
    }

    /// @throws QueryException with a place in the user's text
    PhysicalPlan plan() {
        try {
            return plan(/* fieldsByDot= */ false);
        } catch (SqlParseException e) {
            throw Complaints.of(e, rewritten, source);
        } catch (CalciteContextException e) {
            if (Complaints.isUnknownQualifier(e)) {
                PhysicalPlan plan = planWithFields();
                if (plan != null) {
                    return plan;
                }
            }
            throw Complaints.of(e, rewritten, source);
        } catch (QueryException e) {
            throw e;
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            throw Complaints.of(e);
        }
    }

    /// @param fieldsByDot whether `a.b` is a field where there is no table `a`
    private PhysicalPlan plan(boolean fieldsByDot) throws SqlParseException {
        SqlNode query = SqlParser.create(rewritten.text(), PARSER).parseQuery();
        PlanContext context = new PlanContext(snapshot);
        SqlNode tree = DialectTree.prepare(query, snapshot, q -> columns(q, context), fieldsByDot);
        RelRoot root = relational(tree, context);
        RelNode rel = GapFilling.expand(root.project(), context.relBuilder());
        return Translation.translate(rel);
    }

    /// A plan in which what looked like the column of an unknown table is a field; null if it is
    /// none.
    private @Nullable PhysicalPlan planWithFields() {
        try {
            return plan(/* fieldsByDot= */ true);
        } catch (SqlParseException | CalciteContextException e) {
            return null; // the table is what is missing
        }
    }

    /// What the parameters that stand as `?` must be, by their names: as far as their places tell.
    /// A query that is not valid tells nothing.
    Map<String, DataType> parameterTypes() {
        Map<String, DataType> types = new HashMap<>();
        try {
            SqlNode query = SqlParser.create(rewritten.text(), PARSER).parseQuery();
            PlanContext context = new PlanContext(snapshot);
            SqlNode tree = DialectTree.prepare(query, snapshot, q -> columns(q, context), false);
            SqlValidator validator = validator(context);
            SqlNode valid = validator.validate(tree);
            valid.accept(
                    new SqlBasicVisitor<Void>() {
                        @Override
                        public @Nullable Void visit(SqlDynamicParam parameter) {
                            RelDataType type = validator.getValidatedNodeTypeIfKnown(parameter);
                            if (type != null && type.getSqlTypeName() != SqlTypeName.NULL) {
                                types.putIfAbsent(
                                        rewritten.dynamic().get(parameter.getIndex()),
                                        SqlTypes.dataType(type));
                            }
                            return null;
                        }
                    });
        } catch (SqlParseException | RuntimeException | AssertionError | StackOverflowError e) {
            // Whoever plans the query with values is told what is wrong with it.
            return types;
        }
        return types;
    }

    private static SqlValidator validator(PlanContext context) {
        return SqlValidatorUtil.newValidator(
                OperatorTable.instance(), context.catalog(), SqlTypes.FACTORY, VALIDATOR);
    }

    private static List<String> columns(SqlNode query, PlanContext context) {
        SqlValidator validator = validator(context);
        return validator.getValidatedNodeType(validator.validate(query)).getFieldNames();
    }

    private static RelRoot relational(SqlNode tree, PlanContext context) {
        SqlValidator validator = validator(context);
        SqlNode valid = validator.validate(tree);
        SqlToRelConverter converter =
                new SqlToRelConverter(
                        (rowType, queryString, schemaPath, viewPath) -> {
                            throw new AssertionError("there are no views");
                        },
                        validator,
                        context.catalog(),
                        context.cluster(),
                        Operators.convertlets(),
                        CONVERTER);
        return converter.convertQuery(valid, false, true);
    }
}
