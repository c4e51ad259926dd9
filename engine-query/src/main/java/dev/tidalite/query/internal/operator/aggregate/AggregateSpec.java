package dev.tidalite.query.internal.operator.aggregate;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.function.AggregateFunction;
import dev.tidalite.query.internal.function.FunctionRegistry;
import dev.tidalite.query.internal.function.TypeRule;
import dev.tidalite.query.internal.function.aggregate.Accumulator;

import java.util.ArrayList;
import java.util.List;

/// A GROUP BY with its functions looked up: what each thread needs to build its own state.
///
/// @param keys over the input
/// @param groupingSets indexes of the keys that count
/// @param input the columns that keys and calls refer to
public record AggregateSpec(
        List<Expr> keys,
        List<List<Integer>> groupingSets,
        List<Call> calls,
        List<PlanColumn> input) {
    /// The name of the call that says which keys a row's grouping set leaves out.
    private static final String GROUPING = "grouping";

    /// A call, its arguments cast to what the function takes.
    ///
    /// @param signature of the function for these arguments
    public record Call(
            PhysicalPlan.AggregateCall plan,
            AggregateFunction function,
            TypeRule.Signature signature) {
        Accumulator accumulator() {
            return function.factory().create(signature.args(), signature.result());
        }

        boolean isGrouping() {
            return plan.function().equals(GROUPING);
        }
    }

    public static AggregateSpec of(PhysicalPlan.Aggregate plan) {
        List<Call> calls = new ArrayList<>(plan.calls().size());
        for (PhysicalPlan.AggregateCall call : plan.calls()) {
            // grouping() is the same for a whole set and takes part only in name
            String name = call.function().equals(GROUPING) ? "count" : call.function();
            AggregateFunction function = FunctionRegistry.aggregate(name);
            List<DataType> types =
                    call.function().equals(GROUPING)
                            ? List.of()
                            : call.args().stream().map(Expr::type).toList();
            calls.add(new Call(call, function, function.resolve(types)));
        }
        if (plan.keys().size() > 63) {
            throw new QueryException(Code.UNSUPPORTED, "GROUP BY of more than 63 expressions");
        }
        return new AggregateSpec(plan.keys(), plan.groupingSets(), calls, plan.input().columns());
    }

    List<DataType> keyTypes() {
        return keys.stream().map(Expr::type).toList();
    }

    /// Whether what threads have found can be merged in any order.
    public boolean isMergeable() {
        return calls.stream()
                .allMatch(call -> !call.plan.distinct() && call.plan.orderBy().isEmpty());
    }
}
