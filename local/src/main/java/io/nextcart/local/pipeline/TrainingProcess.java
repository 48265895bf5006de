package io.nextcart.local.pipeline;

import static java.util.Objects.requireNonNull;

import io.nextcart.local.asl.Execution;
import io.nextcart.local.asl.StateFailure;
import io.nextcart.training.stage.TemporaryFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@code ecs:runTask.sync}: runs a main class in a JVM of its own, with the container variables of the
 * definition, and a folder for its temporary files. It fails as an ECS task does, with the exit code in the cause.
 */
final class TrainingProcess implements Execution.Resource {
    /** A task ARN in ECS's form; the process id follows. */
    private static final String TASK = "arn:aws:ecs:local:000000000000:task/local/";
    /** Metrics for CloudWatch, which are not for people. */
    private static final String METRICS_LINE = "{\"_aws\"";

    private static final long SECONDS_TO_END = 30;

    private final Pipeline.Parts parts;
    private final Consumer<String> lines;

    /** @param lines receives the output of the process */
    TrainingProcess(Pipeline.Parts parts, Consumer<String> lines) {
        this.parts = parts;
        this.lines = requireNonNull(lines, "lines is null");
    }

    @Override
    public Object call(Map<?, ?> parameters) throws StateFailure, InterruptedException {
        int exitCode;
        long id;
        try {
            Running task = new Running();
            try {
                Process process = task.start(command(parameters, task.temporary.path()));
                id = process.pid();
                Thread reader = new Thread(() -> read(process), "training-output");
                reader.setDaemon(true);
                reader.start();
                exitCode = process.waitFor();
                reader.join();
            } finally {
                task.close();
            }
        } catch (IOException e) {
            throw new StateFailure("ECS.AmazonECSException", "the training cannot be started: " + e.getMessage());
        }
        Map<String, ?> ended = Map.of(
                "Containers",
                List.of(Map.of("Name", "train", "ExitCode", exitCode)),
                "StoppedReason",
                "Essential container in task exited",
                "TaskArn",
                TASK + id);
        if (exitCode != 0) {
            throw StateFailure.of("States.TaskFailed", ended);
        }
        return ended;
    }

    private ProcessBuilder command(Map<?, ?> parameters, Path temporary) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(parts.trainingOptions());
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), parts.trainingClass()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(parts.environment());
        if (parameters.get("Overrides") instanceof Map<?, ?> overrides
                && overrides.get("ContainerOverrides") instanceof List<?> containers
                && containers.get(0) instanceof Map<?, ?> container
                && container.get("Environment") instanceof List<?> variables) {
            for (Object one : variables) {
                Map<?, ?> variable = (Map<?, ?>) one;
                builder.environment().put(String.valueOf(variable.get("Name")), String.valueOf(variable.get("Value")));
            }
        }
        return builder;
    }

    private void read(Process process) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            out.lines().filter(line -> !line.startsWith(METRICS_LINE)).forEach(lines);
        } catch (IOException | UncheckedIOException e) {
            lines.accept("the output of the training cannot be read any more: " + e.getMessage());
        }
    }

    /**
     * One process and a folder for its temporary files. When this is closed or the program ends, the process ends with
     * all its descendants, and the folder is deleted. Once the program ends, its methods never return, so that nothing
     * follows.
     */
    private final class Running {
        private final TemporaryFolder temporary = TemporaryFolder.create(TemporaryFolder.place(), "task-");
        private final Thread onExit = new Thread(this::end, "end-task");
        private @Nullable Process process;

        Running() throws IOException {}

        synchronized Process start(ProcessBuilder builder) throws IOException, InterruptedException {
            try {
                Runtime.getRuntime().addShutdownHook(onExit);
            } catch (IllegalStateException e) {
                delete();
                waitForTheEnd();
            }
            process = builder.start();
            return process;
        }

        void close() throws InterruptedException {
            try {
                Runtime.getRuntime().removeShutdownHook(onExit);
            } catch (IllegalStateException e) {
                waitForTheEnd();
            }
            end();
        }

        private static void waitForTheEnd() throws InterruptedException {
            new CountDownLatch(1).await();
        }

        /** Asks first, then forces, as ECS does; descendants end too. */
        private synchronized void end() {
            if (process != null) {
                List<ProcessHandle> others = process.descendants().toList();
                process.destroy();
                try {
                    if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                        process.destroyForcibly();
                    }
                } catch (InterruptedException e) {
                    process.destroyForcibly();
                    Thread.currentThread().interrupt();
                }
                others.forEach(ProcessHandle::destroyForcibly);
                CompletableFuture.allOf(
                                others.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                        .completeOnTimeout(null, SECONDS_TO_END, TimeUnit.SECONDS)
                        .join();
            }
            delete();
        }

        private void delete() {
            try {
                temporary.close();
            } catch (IOException e) {
                lines.accept("temporary files are left in " + temporary.path() + ": " + e.getMessage());
            }
        }
    }
}
