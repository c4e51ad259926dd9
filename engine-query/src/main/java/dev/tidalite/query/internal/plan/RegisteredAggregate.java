package dev.tidalite.query.internal.plan;

import dev.tidalite.query.internal.function.AggregateFunction;

import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Optionality;

/// An aggregate of the registry. To Calcite it is of no kind it knows, so that it leaves it alone;
/// may be used over a window.
final class RegisteredAggregate extends SqlAggFunction {
    private final RegisteredSignature signature;

    RegisteredAggregate(AggregateFunction function) {
        this(
                function.name(),
                new RegisteredSignature(
                        function.argsMin(),
                        function.argsMax(),
                        function::resolve,
                        RegisteredSignature.Nulls.ALWAYS));
    }

    private RegisteredAggregate(String name, RegisteredSignature signature) {
        super(
                name,
                null,
                SqlKind.OTHER_FUNCTION,
                signature,
                null,
                signature,
                SqlFunctionCategory.USER_DEFINED_FUNCTION,
                false,
                false,
                Optionality.OPTIONAL);
        this.signature = signature;
    }

    @Override
    public boolean allowsNullTreatment() {
        return true;
    }

    @Override
    public RegisteredSignature getOperandTypeChecker() {
        return signature;
    }
}
