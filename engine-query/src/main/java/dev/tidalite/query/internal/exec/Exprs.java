package dev.tidalite.query.internal.exec;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;

/// Expressions looked through and rewritten.
public final class Exprs {
    private Exprs() {}

    /// The columns an expression refers to.
    public static BitSet columns(Expr expression) {
        BitSet columns = new BitSet();
        collect(expression, columns);
        return columns;
    }

    private static void collect(Expr expression, BitSet columns) {
        if (expression instanceof Expr.ColumnRef(int index, DataType _)) {
            columns.set(index);
        }
        for (Expr operand : operands(expression)) {
            collect(operand, columns);
        }
    }

    /// What an expression is made of.
    public static List<Expr> operands(Expr expression) {
        return switch (expression) {
            case Expr.ColumnRef _, Expr.Literal _, Expr.Parameter _ -> List.of();
            case Expr.Call call -> call.args();
            case Expr.Cast cast -> List.of(cast.operand());
            case Expr.FieldOf field -> List.of(field.operand());
            case Expr.InList in -> {
                List<Expr> all = new ArrayList<>(in.items());
                all.addFirst(in.operand());
                yield all;
            }
            case Expr.Case choice -> {
                List<Expr> all = new ArrayList<>();
                for (Expr.When when : choice.whens()) {
                    all.add(when.condition());
                    all.add(when.value());
                }
                all.add(choice.orElse());
                yield all;
            }
        };
    }

    /// The expression with every column replaced.
    public static Expr replaceColumns(Expr expression, IntFunction<Expr> by) {
        return switch (expression) {
            case Expr.ColumnRef(int index, DataType _) -> by.apply(index);
            case Expr.Literal _, Expr.Parameter _ -> expression;
            case Expr.Call call ->
                    new Expr.Call(call.function(), replaceAll(call.args(), by), call.type());
            case Expr.Cast cast ->
                    new Expr.Cast(replaceColumns(cast.operand(), by), cast.type(), cast.safe());
            case Expr.FieldOf field ->
                    new Expr.FieldOf(
                            replaceColumns(field.operand(), by), field.fieldIndex(), field.type());
            case Expr.InList in ->
                    new Expr.InList(
                            replaceColumns(in.operand(), by),
                            replaceAll(in.items(), by),
                            in.negated());
            case Expr.Case choice -> {
                List<Expr.When> whens = new ArrayList<>();
                for (Expr.When when : choice.whens()) {
                    whens.add(
                            new Expr.When(
                                    replaceColumns(when.condition(), by),
                                    replaceColumns(when.value(), by)));
                }
                yield new Expr.Case(whens, replaceColumns(choice.orElse(), by), choice.type());
            }
        };
    }

    static List<Expr> replaceAll(List<Expr> expressions, IntFunction<Expr> by) {
        List<Expr> replaced = new ArrayList<>(expressions.size());
        for (Expr expression : expressions) {
            replaced.add(replaceColumns(expression, by));
        }
        return replaced;
    }

    /// The parts of a condition that all have to hold.
    public static List<Expr> conjuncts(Expr condition) {
        List<Expr> parts = new ArrayList<>();
        addConjuncts(condition, parts);
        return parts;
    }

    private static void addConjuncts(Expr condition, List<Expr> parts) {
        if (condition instanceof Expr.Call call && call.function().equals("and")) {
            call.args().forEach(arg -> addConjuncts(arg, parts));
        } else {
            parts.add(condition);
        }
    }
}
