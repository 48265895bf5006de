package io.nextcart.local.asl;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A state machine that {@link Execution} can run.
 *
 * @param timeoutSeconds maximum duration of an execution
 */
public record Definition(State.Machine machine, int timeoutSeconds) {
    private static final Pattern PLACE = Pattern.compile("(\"?)\\$\\{([A-Za-z]+)}(\"?)");

    public Definition {
        requireNonNull(machine, "machine is null");
    }

    /**
     * Reads a definition.
     *
     * @param file its name, for messages
     * @param substitutions a value for each <code>${Name}</code>: a text within a string, or any value in place of a
     *     whole string
     * @param resources the resources that tasks may name
     * @throws BadInputException naming the first unsupported construct
     */
    public static Definition read(String file, String text, Map<String, ?> substitutions, Set<String> resources) {
        try {
            String filled = PLACE.matcher(text)
                    .replaceAll(place -> Matcher.quoteReplacement(substitution(place, substitutions)));
            JsonObject json = JsonObject.read(filled.getBytes(StandardCharsets.UTF_8), file, "a state machine");
            return new DefinitionReader(resources).read(json);
        } catch (DamagedDocumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(file + ": " + e.getMessage(), e);
        }
    }

    private static String substitution(MatchResult place, Map<String, ?> substitutions) {
        Object value = substitutions.get(place.group(2));
        if (value == null) {
            throw new IllegalArgumentException("${" + place.group(2) + "} has no value");
        }
        boolean whole = !place.group(1).isEmpty() && !place.group(3).isEmpty();
        String json = Scope.json(whole ? value : value.toString());
        return whole ? json : place.group(1) + json.substring(1, json.length() - 1) + place.group(3);
    }
}
