package io.nextcart.training.check;

/** Serving would compute vectors that differ from the ones a model learns from, so the model would be useless. */
public final class SkewException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    SkewException(String message) {
        super(message);
    }
}
