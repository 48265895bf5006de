package io.nextcart.local.runtime;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A function as it is deployed.
 *
 * @param name such as {@code recommend}; names its processes in their output
 * @param handler class of the handler
 * @param classPath the package, and AWS's runtime interface client
 * @param jvmOptions for its JVMs
 * @param environment variables besides those that Lambda sets
 * @param folder for temporary files; created when missing
 * @param minInstances JVMs that are always there, at least 1
 * @param maxInstances JVMs at most, when all are busy
 * @param initTimeout how long a JVM may take until it asks for its first request
 */
public record FunctionSpec(
        String name,
        String handler,
        List<Path> classPath,
        List<String> jvmOptions,
        Map<String, String> environment,
        Path folder,
        int minInstances,
        int maxInstances,
        Duration initTimeout) {
    public FunctionSpec {
        requireNonNull(name, "name is null");
        requireNonNull(handler, "handler is null");
        classPath = List.copyOf(classPath);
        jvmOptions = List.copyOf(jvmOptions);
        environment = Map.copyOf(environment);
        requireNonNull(folder, "folder is null");
        requireNonNull(initTimeout, "initTimeout is null");
        if (minInstances < 1 || maxInstances < minInstances) {
            throw new IllegalArgumentException(
                    "instances are " + minInstances + " to " + maxInstances + ", expected 1 or more, in this order");
        }
    }
}
