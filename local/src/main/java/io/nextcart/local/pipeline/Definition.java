package io.nextcart.local.pipeline;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * A state machine that can be played.
 *
 * @param timeoutSeconds after which an execution is given up
 */
public record Definition(State.Machine machine, int timeoutSeconds) {
    private static final String FILE = "pipeline.asl.json";

    public Definition {
        requireNonNull(machine, "machine is null");
    }

    /**
     * Reads one.
     *
     * @param name of the file, for messages
     * @param substitutions a value for each <code>${Name}</code>: within a text, or, where it is the whole text, of any type
     * @param resources the resources that tasks may name
     * @throws BadInputException with every construct that is not played here, before anything runs
     */
    public static Definition read(String name, String text, Map<String, ?> substitutions, Set<String> resources) {
        return new DefinitionReader(name, substitutions, resources).read(text);
    }

    /** That of the pipeline, as it is deployed. */
    public static Definition pipeline(Map<String, ?> substitutions, Set<String> resources) {
        try (InputStream in = requireNonNull(Definition.class.getResourceAsStream(FILE), FILE + " is not packaged")) {
            return read(FILE, new String(in.readAllBytes(), StandardCharsets.UTF_8), substitutions, resources);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + ": cannot be read", e);
        }
    }
}
