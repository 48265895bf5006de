package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Environment;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.JsonObject;
import java.io.IOException;
import java.util.function.Supplier;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** A SecureString in AWS Systems Manager's Parameter Store, which is free. */
public final class SecureParameter {
    private final String name;
    private final AwsCall ssm;

    private SecureParameter(String name, AwsCall ssm) {
        this.name = requireNonNull(name, "name is null");
        this.ssm = ssm;
    }

    /** A parameter of the function's account and region, as {@link AwsCall#to} finds them. */
    public static SecureParameter named(String name, Environment variables) {
        return new SecureParameter(name, AwsCall.to(AwsCall.Service.SSM, variables));
    }

    /** The same with other credentials: a function that starts from snapshots has none in its environment. */
    static SecureParameter named(
            String name, Environment variables, Supplier<? extends AwsCredentialsIdentity> credentials) {
        return new SecureParameter(name, AwsCall.to(AwsCall.Service.SSM, variables, credentials));
    }

    /**
     * Reads the value.
     *
     * @throws IOException when it cannot be read; the message holds nothing of it
     */
    public String read() throws IOException {
        JsonObject answer;
        try {
            answer = ssm.send("GetParameter", new JsonFields().put("Name", name).put("WithDecryption", true));
        } catch (IOException e) {
            // SSM's error names the parameter and the role, never a value.
            throw new IOException("parameter " + name + " cannot be read: " + e.getMessage(), e);
        }
        try {
            return answer.object("Parameter").text("Value");
        } catch (DamagedDocumentException e) {
            throw new IOException("parameter " + name + " cannot be read: the answer has no Parameter.Value");
        }
    }
}
