package dev.tidalite.query.internal.exec;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.ColumnBuilder;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Evaluator;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.function.Casts;
import dev.tidalite.query.internal.function.FunctionContext;
import dev.tidalite.query.internal.function.FunctionRegistry;
import dev.tidalite.query.internal.function.ScalarFunction;
import dev.tidalite.query.internal.function.TypeRule;
import dev.tidalite.query.internal.function.Types;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Makes evaluators of expressions, for one thread. Arguments are cast to what a function takes, so
/// a plan may leave out casts between types that go together.
public final class ExprCompiler {
    private final ExecutionContext context;

    public ExprCompiler(ExecutionContext context) {
        this.context = context;
    }

    public Evaluator compile(Expr expression) {
        return compileBound(new ExprBinder(context).bind(expression));
    }

    /// As [#compile], the result cast to a type.
    public Evaluator compile(Expr expression, DataType type) {
        Expr bound = new ExprBinder(context).bind(expression);
        return cast(compileBound(bound), bound.type(), type);
    }

    public List<Evaluator> compile(List<Expr> expressions) {
        List<Evaluator> evaluators = new ArrayList<>(expressions.size());
        for (Expr expression : expressions) {
            evaluators.add(compile(expression));
        }
        return evaluators;
    }

    /// The value of an expression without columns.
    public @Nullable Object constant(Expr expression) {
        return new ExprBinder(context).constant(expression);
    }

    /// The value of an expression without columns that counts something: null, or at least 0.
    public long count(@Nullable Expr expression, long otherwise, String what) {
        Object value = expression == null ? null : constant(expression);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Double number && number == Math.rint(number)) {
            value = (long) number.doubleValue();
        }
        if (!(value instanceof Long count) || count < 0) {
            throw new QueryException(
                    Code.INVALID, what + " must be >= 0, '" + value + "' was provided");
        }
        return count;
    }

    Evaluator compileBound(Expr expression) {
        return switch (expression) {
            case Expr.ColumnRef(int index, DataType _) -> batch -> batch.column(index);
            case Expr.Literal(Object value, DataType type) -> new ConstantEvaluator(type, value);
            case Expr.Parameter parameter ->
                    throw new IllegalStateException("unbound parameter " + parameter);
            case Expr.Call call -> call(call);
            case Expr.Case choice -> choice(choice);
            case Expr.Cast cast -> {
                if (!Casts.isPossible(cast.operand().type(), cast.type())) {
                    throw new QueryException(
                            Code.INVALID,
                            "Unsupported CAST from "
                                    + Types.name(cast.operand().type())
                                    + " to "
                                    + Types.name(cast.type()));
                }
                Evaluator operand = compileBound(cast.operand());
                FunctionContext functions = context.functions();
                yield batch ->
                        Casts.cast(
                                operand.evaluate(batch),
                                cast.type(),
                                cast.safe(),
                                batch.rowCount(),
                                functions);
            }
            case Expr.InList in -> InListEvaluator.of(this, in, context.functions());
            case Expr.FieldOf(Expr operand, int index, DataType type) -> {
                Evaluator struct = compileBound(operand);
                yield batch -> field(struct.evaluate(batch), index, type, batch.rowCount());
            }
        };
    }

    private Evaluator call(Expr.Call call) {
        ScalarFunction function = FunctionRegistry.scalar(call.function());
        List<DataType> types = call.args().stream().map(Expr::type).toList();
        TypeRule.Signature signature = function.resolve(types);
        Evaluator[] args = new Evaluator[call.args().size()];
        for (int i = 0; i < args.length; i++) {
            Expr arg = call.args().get(i);
            args[i] = cast(compileBound(arg), arg.type(), signature.args().get(i));
        }
        CallEvaluator all =
                new CallEvaluator(function, args, signature.result(), context.functions());
        Evaluator evaluator =
                switch (function.name()) {
                    case "or" -> new JunctionEvaluator(all, args, true);
                    case "and" -> new JunctionEvaluator(all, args, false);
                    default -> all;
                };
        return cast(evaluator, signature.result(), call.type());
    }

    Evaluator cast(Evaluator evaluator, DataType from, DataType to) {
        if (from.equals(to)) {
            return evaluator;
        }
        FunctionContext functions = context.functions();
        if (evaluator instanceof ConstantEvaluator constant) {
            return new ConstantEvaluator(to, Casts.cast(constant.value(), from, to, false));
        }
        if (!Casts.isPossible(from, to)) {
            throw new QueryException(
                    Code.INVALID, "Cannot convert " + Types.name(from) + " to " + Types.name(to));
        }
        return batch ->
                Casts.cast(evaluator.evaluate(batch), to, false, batch.rowCount(), functions);
    }

    private Evaluator choice(Expr.Case choice) {
        List<CaseEvaluator.Branch> branches = new ArrayList<>();
        for (Expr.When when : choice.whens()) {
            branches.add(
                    new CaseEvaluator.Branch(
                            part(when.condition(), DataType.BOOLEAN),
                            part(when.value(), choice.type())));
        }
        return new CaseEvaluator(branches, part(choice.orElse(), choice.type()), choice.type());
    }

    private CaseEvaluator.Part part(Expr expression, DataType type) {
        return new CaseEvaluator.Part(
                cast(compileBound(expression), expression.type(), type), Exprs.columns(expression));
    }

    private static Column field(Column column, int index, DataType type, int rowCount) {
        if (column instanceof Column.Constant(DataType _, Object value)) {
            return new Column.Constant(
                    type, value instanceof Object[] fields ? fields[index] : null);
        }
        ColumnBuilder builder = ColumnBuilder.of(type);
        for (int row = 0; row < rowCount; row++) {
            builder.append(
                    Columns.get(column, row) instanceof Object[] fields ? fields[index] : null);
        }
        return builder.build();
    }
}
