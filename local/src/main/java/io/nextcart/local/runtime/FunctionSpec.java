package io.nextcart.local.runtime;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A function as it is deployed.
 *
 * @param name such as {@code recommend}; labels the output of its processes
 * @param handler class of the handler
 * @param classes its package: a jar, or a folder of classes
 * @param jvmOptions for its JVMs
 * @param environment variables besides those that Lambda sets
 * @param folder for temporary files; created when missing
 * @param maxInstances maximum number of JVMs
 */
public record FunctionSpec(
        String name,
        String handler,
        Path classes,
        List<String> jvmOptions,
        Map<String, String> environment,
        Path folder,
        int maxInstances) {
    public FunctionSpec {
        requireNonNull(name, "name is null");
        requireNonNull(handler, "handler is null");
        requireNonNull(classes, "classes is null");
        jvmOptions = List.copyOf(jvmOptions);
        environment = Map.copyOf(environment);
        folder = folder.toAbsolutePath();
        if (maxInstances < 1) {
            throw new IllegalArgumentException("maxInstances is " + maxInstances + ", expected 1 or more");
        }
    }
}
