package dev.tidalite.query.internal.function;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.DataType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A function or operator that makes one value of the values of one row.
///
/// @param name canonical; lower case
/// @param argsMax [Integer#MAX_VALUE] for any number
/// @param strict null if any argument is null: then the kernel gets the rows where none is
/// @param wantsConstants whether the kernel tells constants from columns; others get them written
///     out
/// @param pure the same arguments give the same result throughout an execution
public record ScalarFunction(
        String name,
        int argsMin,
        int argsMax,
        TypeRule rule,
        boolean strict,
        boolean wantsConstants,
        boolean pure,
        Kernel kernel) {

    /// Computes a column.
    @FunctionalInterface
    public interface Kernel {
        /// @param args already cast to the signature's types; not to be written to
        /// @param validity for strict functions the rows where every argument has a value, to be
        ///     used as the result's; null for all
        /// @param result the type wanted
        Column apply(
                Column[] args,
                int rowCount,
                long @Nullable [] validity,
                DataType result,
                FunctionContext context);
    }

    /// What the arguments are to be cast to, and what comes out.
    ///
    /// @throws QueryException if number or types of the arguments do not fit
    public TypeRule.Signature resolve(List<DataType> args) {
        TypeRule.Signature signature =
                args.size() < argsMin || args.size() > argsMax ? null : rule.resolve(args);
        if (signature == null) {
            throw new QueryException(Code.INVALID, misfit(name, args));
        }
        return signature;
    }

    static String misfit(String name, List<DataType> args) {
        List<String> names = args.stream().map(Types::name).toList();
        if (args.size() == 2 && !Character.isLetter(name.charAt(0))) {
            return "Cannot coerce arithmetic expression "
                    + names.get(0)
                    + " "
                    + name
                    + " "
                    + names.get(1)
                    + " to valid types";
        }
        return "No function matches the given name and argument types '"
                + name
                + "("
                + String.join(", ", names)
                + ")'";
    }
}
