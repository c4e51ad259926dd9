package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.query.internal.frontend.influxql.ast.Expression;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Questions about expressions, and their rewriting.
final class Expressions {
    private Expressions() {}

    /// The expression with each operand and argument replaced.
    static Expression mapOperands(Expression expression, UnaryOperator<Expression> change) {
        return switch (expression) {
            case Expression.Binary(Expression.Operator op, Expression left, Expression right) ->
                    new Expression.Binary(op, change.apply(left), change.apply(right));
            case Expression.Paren(Expression inner) -> new Expression.Paren(change.apply(inner));
            case Expression.Call(String name, List<Expression> arguments) ->
                    new Expression.Call(name, arguments.stream().map(change).toList());
            default -> expression;
        };
    }

    static List<Expression> operands(Expression expression) {
        return switch (expression) {
            case Expression.Binary(
                            Expression.Operator ignored,
                            Expression left,
                            Expression right) ->
                    List.of(left, right);
            case Expression.Paren(Expression inner) -> List.of(inner);
            case Expression.Call(String ignored, List<Expression> arguments) -> arguments;
            default -> List.of();
        };
    }

    /// `DISTINCT x` as `distinct(x)`.
    static Expression normalized(Expression expression) {
        if (expression instanceof Expression.Distinct(String name)) {
            return new Expression.Call("distinct", List.of(new Expression.VarRef(name)));
        }
        return mapOperands(expression, Expressions::normalized);
    }

    /// Every column that is named somewhere in it.
    static Set<Expression.VarRef> references(Expression expression) {
        Set<Expression.VarRef> references = new LinkedHashSet<>();
        collectReferences(expression, references);
        return references;
    }

    private static void collectReferences(
            Expression expression, Set<Expression.VarRef> references) {
        if (expression instanceof Expression.VarRef ref) {
            references.add(ref);
        }
        operands(expression).forEach(operand -> collectReferences(operand, references));
    }

    static boolean hasWildcard(Expression expression) {
        return isWildcard(expression)
                || operands(expression).stream().anyMatch(Expressions::hasWildcard);
    }

    static boolean isWildcard(Expression expression) {
        return expression instanceof Expression.Wildcard || expression instanceof Expression.Regex;
    }

    /// What a column without an alias is called: the name of its column or function, or those of
    /// its operands with underscores between them.
    static String name(Expression expression) {
        return switch (expression) {
            case Expression.VarRef(String name, Expression.Cast ignored) -> name;
            case Expression.Call(String name, List<Expression> ignored) -> name;
            case Expression.Paren(Expression inner) -> name(inner);
            case Expression.Binary(
                            Expression.Operator ignored,
                            Expression left,
                            Expression right) -> {
                String first = name(left);
                String second = name(right);
                yield first.isEmpty() || second.isEmpty() ? first + second : first + "_" + second;
            }
            default -> "";
        };
    }
}
