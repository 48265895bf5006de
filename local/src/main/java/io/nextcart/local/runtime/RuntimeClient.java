package io.nextcart.local.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** AWS's runtime interface client, as it lies on this process's own class path. */
public final class RuntimeClient {
    private static final List<String> CLASSES = List.of(
            "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
            "com.amazonaws.services.lambda.runtime.LambdaRuntime",
            "com.amazonaws.services.lambda.runtime.serialization.PojoSerializer",
            "software.amazon.awssdk.utilslite.SdkInternalThreadLocal");
    private static final String NATIVE_PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private RuntimeClient() {}

    /** Whether it runs here: it is made for Linux. */
    public static boolean runsHere() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
    }

    /** Its jars. */
    public static List<Path> jars() {
        Set<Path> jars = new LinkedHashSet<>();
        for (String name : CLASSES) {
            jars.add(source(name));
        }
        return List.copyOf(jars);
    }

    /**
     * The JVM option that names its native library, unpacked into a folder: by itself it unpacks to one place of the machine,
     * where two JVMs that start at once overwrite what the other one loads.
     *
     * @return no option where the client must find the library by itself
     */
    public static List<String> nativeLibrary(Path folder) throws IOException {
        String machine = System.getProperty("os.arch", "").equals("aarch64") ? "linux-aarch_64" : "linux-x86_64";
        String name = "libaws-lambda-jni." + machine + ".so";
        try (InputStream library = RuntimeClient.class.getResourceAsStream("/jni/" + name)) {
            if (library == null || Files.exists(Path.of("/etc/alpine-release"))) {
                return List.of();
            }
            Files.createDirectories(folder);
            Path partial = folder.resolve("." + UUID.randomUUID());
            Files.copy(library, partial);
            Path target = folder.resolve(name);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return List.of("-D" + NATIVE_PROPERTY + "=" + target);
        }
    }

    private static Path source(String className) {
        try {
            CodeSource source = Class.forName(className, false, RuntimeClient.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource();
            if (source != null) {
                return Path.of(source.getLocation().toURI());
            }
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException(className + " is not on the class path", e);
        }
        throw new IllegalStateException(className + " comes from nowhere");
    }
}
