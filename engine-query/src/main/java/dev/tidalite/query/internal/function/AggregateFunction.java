package dev.tidalite.query.internal.function;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.aggregate.Accumulator;

import java.util.List;

/// A function that makes one value of the values of many rows.
///
/// @param name canonical; lower case
public record AggregateFunction(
        String name, int argsMin, int argsMax, TypeRule rule, Factory factory) {
    /// Makes the state of one call, for all groups.
    @FunctionalInterface
    public interface Factory {
        Accumulator create(List<DataType> args, DataType result);
    }

    /// What the arguments are to be cast to, and what comes out.
    ///
    /// @throws QueryException if number or types of the arguments do not fit
    public TypeRule.Signature resolve(List<DataType> args) {
        TypeRule.Signature signature =
                args.size() < argsMin || args.size() > argsMax ? null : rule.resolve(args);
        if (signature == null) {
            throw new QueryException(Code.INVALID, ScalarFunction.misfit(name, args));
        }
        return signature;
    }
}
