package dev.tidalite.query.internal.expr;

/// An expression made ready for one execution. For one thread: it may keep scratch space.
@FunctionalInterface
public interface Evaluator {
    /// The values of the expression in the rows of a batch. They may share arrays with the batch,
    /// or with what the evaluator returned before.
    Column evaluate(Batch batch);
}
