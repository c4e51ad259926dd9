package dev.tidalite.query.internal.plan;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.TypeRule;
import dev.tidalite.query.internal.schema.SqlTypes;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;

import java.util.ArrayList;
import java.util.List;

/// Lets the registry say which arguments an operator takes and what comes out.
///
/// @param rule as in the registry: throws a [QueryException] if types do not fit
/// @param nulls when the result may be null
record RegisteredSignature(int argsMin, int argsMax, Rule rule, Nulls nulls)
        implements SqlOperandTypeChecker, SqlReturnTypeInference {
    /// When a result may be null.
    enum Nulls {
        ALWAYS,
        /// If any argument may be.
        ANY_ARGUMENT,
        /// If all arguments may be.
        ALL_ARGUMENTS
    }

    /// What the registry does for one function.
    @FunctionalInterface
    interface Rule {
        TypeRule.Signature resolve(List<DataType> args);
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding callBinding, boolean throwOnFailure) {
        try {
            rule.resolve(types(callBinding));
            return true;
        } catch (QueryException e) {
            if (!throwOnFailure) {
                return false;
            }
            throw at(callBinding, e);
        }
    }

    /// The same complaint with the place of the call.
    static CalciteContextException at(SqlCallBinding binding, QueryException complaint) {
        SqlParserPos place = binding.getCall().getParserPosition();
        return new CalciteContextException(
                complaint.getMessage(),
                complaint,
                place.getLineNum(),
                place.getColumnNum(),
                place.getEndLineNum(),
                place.getEndColumnNum());
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
        return argsMax == Integer.MAX_VALUE
                ? SqlOperandCountRanges.from(argsMin)
                : SqlOperandCountRanges.between(argsMin, argsMax);
    }

    @Override
    public String getAllowedSignatures(SqlOperator op, String opName) {
        return opName + "(…)";
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        DataType result = rule.resolve(types(binding)).result();
        boolean any = false;
        boolean all = binding.getOperandCount() > 0;
        for (int index = 0; index < binding.getOperandCount(); index++) {
            boolean nullable = binding.getOperandType(index).isNullable();
            any |= nullable;
            all &= nullable;
        }
        boolean nullable =
                switch (nulls) {
                    case ALWAYS -> true;
                    case ANY_ARGUMENT -> any;
                    case ALL_ARGUMENTS -> all;
                };
        return SqlTypes.relType(result, nullable);
    }

    static List<DataType> types(SqlOperatorBinding binding) {
        List<DataType> types = new ArrayList<>(binding.getOperandCount());
        for (int index = 0; index < binding.getOperandCount(); index++) {
            types.add(SqlTypes.dataType(binding.getOperandType(index)));
        }
        return types;
    }
}
