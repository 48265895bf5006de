package io.nextcart.training.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.synthetic.SyntheticShop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The training task as a process, which can be killed as the system does. */
final class TaskProcess {
    private static final long LONGEST_MS = 180_000;

    private TaskProcess() {}

    /**
     * Starts a task on a synthetic shop's files.
     *
     * @param more environment; may override the defaults
     * @param out receives its output
     */
    static Process start(Path shop, Path store, String seed, Map<String, String> more, Path out) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TrainingTask.class.getName());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("NEXTCART_"));
        environment.put("NEXTCART_STORE", store.toString());
        environment.put("NEXTCART_EVENTS", shop.resolve(SyntheticShop.EVENTS).toString());
        environment.put(
                "NEXTCART_ITEM_PROPERTIES",
                SyntheticShop.PROPERTIES.stream()
                        .map(name -> shop.resolve(name).toString())
                        .collect(Collectors.joining(",")));
        environment.put(
                "NEXTCART_CATEGORY_TREE", shop.resolve(SyntheticShop.CATEGORIES).toString());
        environment.put("NEXTCART_RUN", "night");
        environment.put("NEXTCART_SEED", seed);
        environment.put("NEXTCART_THREADS", "2");
        environment.put("NEXTCART_MEMORY_MB", "1024");
        environment.put("NEXTCART_FORCE", "true");
        environment.putAll(more);
        return builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    }

    static int run(Process task) throws InterruptedException {
        assertThat(task.waitFor(LONGEST_MS, TimeUnit.MILLISECONDS)).isTrue();
        return task.exitValue();
    }

    static void kill(Process task) throws InterruptedException {
        task.destroyForcibly();
        assertThat(task.waitFor(LONGEST_MS, TimeUnit.MILLISECONDS)).isTrue();
    }
}
