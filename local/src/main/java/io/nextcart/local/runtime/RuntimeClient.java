package io.nextcart.local.runtime;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** AWS's runtime interface client, from this process's own class path. */
public final class RuntimeClient {
    static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    private static final Pattern JARS = Pattern.compile("(aws-lambda-java-(?!events)|utils-lite-).*\\.jar");
    private static final String NATIVE_PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private RuntimeClient() {}

    /** Whether the client supports this platform: Linux only. */
    public static boolean runsHere() {
        return System.getProperty("os.name", "").startsWith("Linux");
    }

    static List<String> jars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> JARS.matcher(new File(entry).getName()).matches())
                .toList();
    }

    /**
     * The JVM option that names the client's native library, unpacked into a folder. By default the client unpacks it
     * to a fixed path, where two JVMs that start together overwrite each other's copy.
     *
     * @return no option where the client must find the library itself
     */
    static List<String> nativeLibrary(Path folder) throws IOException {
        String machine = System.getProperty("os.arch", "").equals("aarch64") ? "linux-aarch_64" : "linux-x86_64";
        String name = "libaws-lambda-jni." + machine + ".so";
        try (InputStream library = RuntimeClient.class.getResourceAsStream("/jni/" + name)) {
            if (library == null || Files.exists(Path.of("/etc/alpine-release"))) {
                return List.of();
            }
            Path partial = folder.resolve("." + UUID.randomUUID());
            Files.copy(library, partial);
            Path target = folder.resolve(name);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return List.of("-D" + NATIVE_PROPERTY + "=" + target);
        }
    }
}
