package io.nextcart.local.asl;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import java.util.Map;
import java.util.Set;

/**
 * A state machine that {@link Execution} can play.
 *
 * @param timeoutSeconds after which an execution is given up
 */
public record Definition(State.Machine machine, int timeoutSeconds) {
    public Definition {
        requireNonNull(machine, "machine is null");
    }

    /**
     * Reads a definition.
     *
     * @param file its name, for messages
     * @param substitutions a value for each <code>${Name}</code>: within a string, or, where it is the whole string, of any type
     * @param resources the resources that tasks may name
     * @throws BadInputException naming every construct that is not supported
     */
    public static Definition read(String file, String text, Map<String, ?> substitutions, Set<String> resources) {
        return new DefinitionReader(file, substitutions, resources).read(text);
    }
}
