package io.nextcart.functions.api;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Environment;
import io.nextcart.data.Pseudonyms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Finds the key of a function's {@link Pseudonyms}. */
public final class PseudonymKey {
    /** The variable that names the file of the key, on one machine. */
    public static final String FILE = "NEXTCART_PSEUDONYM_KEY_FILE";

    /** The variable that names the SecureString of SSM with the key. */
    public static final String PARAMETER = "NEXTCART_PSEUDONYM_PARAMETER";

    private PseudonymKey() {}

    /**
     * Reads the key that the environment names. A function whose key cannot be read must not start: it would store ids
     * as they are. So {@link Environment#check} reports that.
     *
     * @param credentials for SSM; asked only when a parameter is named
     * @return {@link Pseudonyms#NONE} when no key is named
     */
    public static Pseudonyms named(Environment variables, Supplier<? extends AwsCredentialsIdentity> credentials) {
        String file = variables.optional(FILE);
        String parameter = variables.optional(PARAMETER);
        if (!file.isEmpty() && !parameter.isEmpty()) {
            variables.fault(FILE + " and " + PARAMETER + " are both set, expected one at most");
            return Pseudonyms.NONE;
        }
        if (!file.isEmpty()) {
            return ofFile(file, variables);
        }
        return parameter.isEmpty() ? Pseudonyms.NONE : ofParameter(parameter, variables, credentials);
    }

    private static Pseudonyms ofFile(String file, Environment variables) {
        try {
            return Pseudonyms.withKeyIn(Path.of(file));
        } catch (BadInputException e) {
            variables.fault(FILE + ": " + e.getMessage());
            return Pseudonyms.NONE;
        }
    }

    private static Pseudonyms ofParameter(
            String name, Environment variables, Supplier<? extends AwsCredentialsIdentity> credentials) {
        SecureParameter parameter = SecureParameter.named(name, variables, credentials);
        try {
            return Pseudonyms.withKey(parameter.read().strip());
        } catch (IllegalArgumentException e) {
            variables.fault(PARAMETER + " " + name + " " + e.getMessage());
        } catch (IOException e) {
            variables.fault(e.getMessage() == null ? PARAMETER + " " + name + " cannot be read" : e.getMessage());
        }
        return Pseudonyms.NONE;
    }
}
