package io.nextcart.spark;

import io.nextcart.data.BadInputException;
import io.nextcart.training.sql.Workers.Work;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an executor's work comes to, on its way to the driver: in Java's serialised form, since Spark's Kryo cannot read
 * records. Input that cannot be used is a result, too: Spark would try it again and then hide the reason.
 *
 * @param value the result
 * @param fault why there is none
 */
record Outcome(@Nullable Serializable value, @Nullable String fault) implements Serializable {
    static <P extends Serializable, R extends Serializable> byte[] of(Work<P, R> work, P part) throws IOException {
        Outcome outcome;
        try {
            outcome = new Outcome(work.on(part), null);
        } catch (BadInputException e) {
            outcome = new Outcome(null, e.getMessage());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(outcome);
        }
        return bytes.toByteArray();
    }

    /**
     * Passes on what {@link #of} made for the same work.
     *
     * @throws BadInputException when the part cannot be used
     */
    @SuppressWarnings("unchecked")
    static <R extends Serializable> void pass(byte[] bytes, Consumer<R> sink) {
        Outcome outcome;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            outcome = (Outcome) in.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an executor's result cannot be read", e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("executors run another version than the driver", e);
        }
        if (outcome.value == null) {
            throw new BadInputException(String.valueOf(outcome.fault));
        }
        sink.accept((R) outcome.value);
    }
}
