package dev.tidalite.query.internal.exec;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.function.Casts;
import dev.tidalite.query.internal.function.FunctionRegistry;
import dev.tidalite.query.internal.function.ScalarFunction;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Puts the values of parameters and of `now()` into expressions and computes what is constant
/// then.
final class ExprBinder {
    private static final Batch ONE_ROW = new Batch(List.of(), 1);

    private final ExecutionContext context;

    ExprBinder(ExecutionContext context) {
        this.context = context;
    }

    List<Expr> bind(List<Expr> expressions) {
        List<Expr> bound = new ArrayList<>(expressions.size());
        for (Expr expression : expressions) {
            bound.add(bind(expression));
        }
        return bound;
    }

    Expr bind(Expr expression) {
        return switch (expression) {
            case Expr.ColumnRef _, Expr.Literal _ -> expression;
            case Expr.Parameter parameter -> value(parameter);
            case Expr.Call call -> {
                ScalarFunction function = FunctionRegistry.scalar(call.function());
                List<Expr> args = bind(call.args());
                yield folded(
                        new Expr.Call(call.function(), args, call.type()), args, function.pure());
            }
            case Expr.Case choice -> {
                List<Expr.When> whens = new ArrayList<>();
                for (Expr.When when : choice.whens()) {
                    whens.add(new Expr.When(bind(when.condition()), bind(when.value())));
                }
                yield new Expr.Case(whens, bind(choice.orElse()), choice.type());
            }
            case Expr.Cast cast -> {
                Expr operand = bind(cast.operand());
                Expr.Cast bound = new Expr.Cast(operand, cast.type(), cast.safe());
                yield folded(bound, List.of(operand), true);
            }
            case Expr.InList in ->
                    new Expr.InList(bind(in.operand()), bind(in.items()), in.negated());
            case Expr.FieldOf field -> {
                Expr operand = bind(field.operand());
                Expr.FieldOf bound = new Expr.FieldOf(operand, field.fieldIndex(), field.type());
                yield folded(bound, List.of(operand), true);
            }
        };
    }

    private Expr.Literal value(Expr.Parameter parameter) {
        Map<String, @Nullable Object> values = context.parameters();
        if (!values.containsKey(parameter.name())) {
            throw new QueryException(
                    Code.INVALID, "No value found for placeholder with name $" + parameter.name());
        }
        Object value = values.get(parameter.name());
        DataType given =
                switch (value) {
                    case null -> DataType.NULL;
                    case Boolean _ -> DataType.BOOLEAN;
                    case Byte _, Short _, Integer _, Long _ -> DataType.INT64;
                    case Float _, Double _ -> DataType.FLOAT64;
                    case String _ -> DataType.UTF8;
                    default ->
                            throw new QueryException(
                                    Code.INVALID,
                                    "parameter $"
                                            + parameter.name()
                                            + " has a value of unknown type "
                                            + value.getClass().getSimpleName());
                };
        if (value instanceof Number number) {
            value = given.isFloat() ? (Object) number.doubleValue() : (Object) number.longValue();
        }
        DataType type = parameter.type() == DataType.NULL ? given : parameter.type();
        return new Expr.Literal(Casts.cast(value, given, type, false), type);
    }

    private Expr folded(Expr expression, List<Expr> operands, boolean pure) {
        for (Expr operand : operands) {
            if (!(operand instanceof Expr.Literal)) {
                return expression;
            }
        }
        if (!pure) {
            return expression;
        }
        Object value =
                Columns.get(
                        new ExprCompiler(context).compileBound(expression).evaluate(ONE_ROW), 0);
        return new Expr.Literal(value, expression.type());
    }

    /// The value of an expression without columns.
    @Nullable Object constant(Expr expression) {
        if (bind(expression) instanceof Expr.Literal literal) {
            return literal.value();
        }
        return Columns.get(new ExprCompiler(context).compile(expression).evaluate(ONE_ROW), 0);
    }
}
