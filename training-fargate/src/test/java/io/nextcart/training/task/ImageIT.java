package io.nextcart.training.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Progress;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.store.document.Current;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the image's own entry point in its unpacked layers, with nothing of this machine except the kernel's /proc and
 * /dev.
 */
class ImageIT {
    private static final Path IMAGE = Path.of("target", "training-image.tar");
    private static final String USER = "10001";
    private static final long LONGEST_SECONDS = 180;

    @TempDir
    Path folder;

    @Test
    void theImageTrainsAsAUserWithoutRights() throws Exception {
        assumeTrue(Files.exists(IMAGE), "no image: mvn -pl training-fargate -am package -Pimage builds it");
        assumeTrue(
                command("sh", "-c", "test $(id -u) = 0 && unshare --mount true") == 0,
                "only root may look from inside the image");
        Path root = Files.createDirectory(folder.resolve("root"));
        Map<String, Object> config = unpack(root);
        assertThat(config.get("User").toString()).startsWith(USER);
        // It would exit with 3, which means that the gate refused.
        assertThat(config.get("Entrypoint").toString()).doesNotContain("ExitOnOutOfMemoryError");
        Path data = Files.createDirectories(root.resolve("data"));
        SyntheticShop.write(new ShopSpec(0.01, 42), data.resolve("shop"), Progress.NONE);
        Files.createDirectories(data.resolve("store"));
        for (Path open : List.of(folder, root, data, data.resolve("shop"), data.resolve("store"))) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        }

        int exit = command(inside(root, config));

        assertThat(exit).as(Files.readString(out())).isZero();
        assertThat(data.resolve("store").resolve(Current.KEY)).exists();
        assertThat(JSON.std.mapFrom(Files.readAllBytes(data.resolve("store/runs/inside.json"))))
                .containsEntry("outcome", "published");
    }

    /** Unpacks the layers in order; returns the image's process configuration. */
    private Map<String, Object> unpack(Path root) throws Exception {
        Path parts = Files.createDirectory(folder.resolve("parts"));
        assertThat(command("tar", "-xf", IMAGE.toAbsolutePath().toString(), "-C", parts.toString()))
                .isZero();
        Map<?, ?> manifest = (Map<?, ?>) JSON.std
                .listFrom(Files.readAllBytes(parts.resolve("manifest.json")))
                .get(0);
        for (Object layer : (List<?>) manifest.get("Layers")) {
            assertThat(command("tar", "-xzpf", parts.resolve(layer.toString()).toString(), "-C", root.toString()))
                    .isZero();
        }
        Map<String, Object> image = JSON.std.mapFrom(
                Files.readAllBytes(parts.resolve(manifest.get("Config").toString())));
        @SuppressWarnings("unchecked")
        Map<String, Object> config = (Map<String, Object>) image.get("config");
        return config;
    }

    private static String[] inside(Path root, Map<String, Object> config) {
        String prepared =
                "/bin/mkdir -p $0/proc $0/dev && /bin/mount --rbind /proc $0/proc && /bin/mount --rbind /dev $0/dev && "
                        + "exec /usr/sbin/chroot --userspec=" + USER + ":" + USER + " $0 \"$@\"";
        List<String> command = new ArrayList<>(List.of("env", "-i"));
        command.addAll(List.of(
                "NEXTCART_STORE=/data/store",
                "NEXTCART_EVENTS=/data/shop/" + SyntheticShop.EVENTS,
                "NEXTCART_RUN=inside",
                "NEXTCART_FORCE=true",
                "NEXTCART_MEMORY_MB=2048"));
        for (Object variable : (List<?>) config.get("Env")) {
            command.add(variable.toString());
        }
        command.addAll(List.of("/usr/bin/unshare", "--mount", "/bin/sh", "-c", prepared, root.toString()));
        for (Object part : (List<?>) config.get("Entrypoint")) {
            command.add(part.toString());
        }
        return command.toArray(String[]::new);
    }

    private int command(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out().toFile())
                .start();
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private Path out() {
        return folder.resolve("out.txt");
    }
}
