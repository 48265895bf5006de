package io.nextcart.local.pipeline;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Stands for {@code ecs:runTask.sync}: runs a main class in a JVM of its own, with the variables that the definition gives the
 * container, and a folder for its temporary files, which goes with it. It fails as a task of ECS does, with the exit code in the cause.
 */
final class TrainingProcess implements Resource {
    /** A name of the form that ECS gives; its end is the process's id. */
    private static final String TASK = "arn:aws:ecs:local:000000000000:task/local/";
    /** What CloudWatch takes metrics from: nothing for a person. */
    private static final String METRICS_LINE = "{\"_aws\"";

    private final String mainClass;
    private final List<String> jvmOptions;
    private final Map<String, String> environment;
    private final Consumer<String> lines;

    /**
     * @param environment what the task definition would hold
     * @param lines what the process says, line by line
     */
    TrainingProcess(
            String mainClass, List<String> jvmOptions, Map<String, String> environment, Consumer<String> lines) {
        this.mainClass = requireNonNull(mainClass, "mainClass is null");
        this.jvmOptions = List.copyOf(jvmOptions);
        this.environment = Map.copyOf(environment);
        this.lines = requireNonNull(lines, "lines is null");
    }

    @Override
    public Object call(Map<?, ?> parameters) throws StateFailure, InterruptedException {
        int exitCode;
        long id;
        try {
            TaskProcess task = new TaskProcess(lines);
            try {
                Process process = task.start(command(parameters, task.temporary()));
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
        Map<String, Object> ended = Map.of(
                "Containers",
                List.of(Map.of("Name", "train", "ExitCode", exitCode)),
                "StoppedReason",
                "Essential container in task exited",
                "TaskArn",
                TASK + id);
        if (exitCode != 0) {
            throw new StateFailure("States.TaskFailed", Scope.json(ended));
        }
        return ended;
    }

    private ProcessBuilder command(Map<?, ?> parameters, Path temporary) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), mainClass));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().putAll(overrides(parameters));
        return builder;
    }

    private static Map<String, String> overrides(Map<?, ?> parameters) {
        Map<String, String> variables = new java.util.LinkedHashMap<>();
        if (parameters.get("Overrides") instanceof Map<?, ?> overrides
                && overrides.get("ContainerOverrides") instanceof List<?> containers) {
            for (Object container : containers) {
                if (container instanceof Map<?, ?> one && one.get("Environment") instanceof List<?> given) {
                    for (Object variable : given) {
                        if (variable instanceof Map<?, ?> named) {
                            variables.put(String.valueOf(named.get("Name")), String.valueOf(named.get("Value")));
                        }
                    }
                }
            }
        }
        return variables;
    }

    private void read(Process process) {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (!line.startsWith(METRICS_LINE)) {
                    lines.accept(line);
                }
            }
        } catch (IOException e) {
            lines.accept("what the training says cannot be read any more: " + e.getMessage());
        }
    }
}
