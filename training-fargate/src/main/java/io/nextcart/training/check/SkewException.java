package io.nextcart.training.check;

/** Serving would compute other vectors than a model learns from: whatever it learns would be of no use. */
public final class SkewException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    SkewException(String message) {
        super(message);
    }
}
