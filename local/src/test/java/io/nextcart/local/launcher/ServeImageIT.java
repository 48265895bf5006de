package io.nextcart.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image that {@code -Pimage} builds: inspected from inside, as the container's user, without Docker. */
class ServeImageIT {
    private static final Path IMAGE = Path.of("target/image.tar");
    private static final String USER = "10001";

    @TempDir
    private Path folder;

    @Test
    void theImageServesAsAUserWithoutRights() throws Exception {
        assumeTrue(Files.exists(IMAGE), "no image: mvn -pl local -am package -Pimage builds it");
        assumeTrue(
                command("sh", "-c", "test $(id -u) = 0 && unshare --mount true").waitFor() == 0,
                "only root may look from inside the image");
        AnotherUser.letIn(folder);
        Path root = Files.createDirectory(folder.resolve("root"));
        Map<?, ?> config = unpack(root);
        assertThat(config.get("User").toString()).startsWith(USER);
        Files.setPosixFilePermissions(root.resolve("work"), PosixFilePermissions.fromString("rwxrwxrwx"));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        Process serving = command(inside(root, config, port));
        try {
            HttpRequest health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/health"))
                    .build();
            Await.until(
                    () -> {
                        try {
                            HttpResponse<String> answer =
                                    HttpClient.newHttpClient().send(health, HttpResponse.BodyHandlers.ofString());
                            return answer.statusCode() == 200;
                        } catch (IOException e) {
                            return false; // not yet
                        }
                    },
                    "the server answers");
            URI popular = URI.create("http://127.0.0.1:" + port + "/v1/popular");
            HttpResponse<String> locked = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(popular).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(locked.statusCode()).isEqualTo(401);
        } finally {
            serving.descendants().forEach(ProcessHandle::destroyForcibly);
            serving.destroyForcibly().waitFor();
        }
    }

    /** Unpacks the layers in order; returns the image's process configuration. */
    private Map<?, ?> unpack(Path root) throws Exception {
        Path parts = Files.createDirectory(folder.resolve("parts"));
        assertThat(command("tar", "-xf", IMAGE.toAbsolutePath().toString(), "-C", parts.toString())
                        .waitFor())
                .isZero();
        Map<?, ?> manifest = (Map<?, ?>) JSON.std
                .listFrom(Files.readAllBytes(parts.resolve("manifest.json")))
                .get(0);
        for (Object layer : (List<?>) manifest.get("Layers")) {
            assertThat(command("tar", "-xzpf", parts.resolve(layer.toString()).toString(), "-C", root.toString())
                            .waitFor())
                    .isZero();
        }
        return (Map<?, ?>) JSON.std
                .mapFrom(Files.readAllBytes(parts.resolve(manifest.get("Config").toString())))
                .get("config");
    }

    private static String[] inside(Path root, Map<?, ?> config, int port) {
        String prepared =
                "/bin/mkdir -p $0/proc $0/dev && /bin/mount --rbind /proc $0/proc && /bin/mount --rbind /dev $0/dev && "
                        + "exec /usr/sbin/chroot --userspec=" + USER + ":" + USER + " $0 \"$@\"";
        List<String> command = new ArrayList<>(List.of("env", "-i", "NEXTCART_API_KEY=a-key-of-the-test"));
        for (Object variable : (List<?>) config.get("Env")) {
            command.add(variable.toString());
        }
        command.addAll(List.of("/usr/bin/unshare", "--mount", "/bin/sh", "-c", prepared, root.toString()));
        for (String part : List.of("Entrypoint", "Cmd")) {
            ((List<?>) config.get(part)).forEach(word -> command.add(word.toString()));
        }
        command.addAll(List.of("--port", Integer.toString(port)));
        return command.toArray(String[]::new);
    }

    private Process command(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();
    }
}
