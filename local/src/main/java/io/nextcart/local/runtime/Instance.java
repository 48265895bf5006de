package io.nextcart.local.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One JVM that runs a packaged function by AWS's runtime interface client. */
final class Instance {
    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String REGION = "AWS_REGION";
    private static final long STOP_WAIT_MS = 2_000;

    private final RuntimeApi api;
    private final Process process;

    private Instance(RuntimeApi api, Process process) {
        this.api = api;
        this.process = process;
    }

    /**
     * Starts a JVM.
     *
     * @param number tells instances of a function apart
     * @param output takes the lines that it prints
     */
    static Instance start(FunctionSpec spec, int number, Consumer<String> output) throws IOException {
        String name = spec.name() + "-" + number;
        RuntimeApi api = RuntimeApi.start(name);
        try {
            Path task = Files.createDirectories(spec.folder().resolve("task"));
            ProcessBuilder builder = new ProcessBuilder(command(spec))
                    .directory(task.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File(nothing())));
            builder.environment().putAll(environment(spec, api, task));
            builder.environment().remove("AWS_LAMBDA_MAX_CONCURRENCY");
            Process process = builder.start();
            Thread pump = new Thread(() -> pump(process, "[" + name + "] ", output), "output-" + name);
            pump.setDaemon(true);
            pump.start();
            return new Instance(api, process);
        } catch (IOException e) {
            api.close();
            throw e;
        }
    }

    CompletableFuture<Void> initialised() {
        return api.initialised();
    }

    /** Completes when the process has ended. */
    CompletableFuture<Void> ended() {
        return process.onExit().thenAccept(ended -> {
            api.fail("the process of the function ended with code " + ended.exitValue());
            closeApi();
        });
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Hands over an invocation; the instance must be idle. */
    void invoke(Invocation invocation) {
        api.invoke(invocation);
    }

    /** Ends the process at once. */
    void kill() {
        process.destroyForcibly();
    }

    /** Ends the process, by force if it does not end by itself. */
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_WAIT_MS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        closeApi();
    }

    private void closeApi() {
        try {
            api.close();
        } catch (IOException e) {
            // a socket that is broken already
        }
    }

    private static List<String> command(FunctionSpec spec) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(spec.jvmOptions());
        command.add("-Djava.io.tmpdir=" + spec.folder());
        command.add("-cp");
        command.add(spec.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(MAIN);
        command.add(spec.handler());
        return command;
    }

    private static Map<String, String> environment(FunctionSpec spec, RuntimeApi api, Path task) {
        Map<String, String> all = new java.util.TreeMap<>(spec.environment());
        String function = "nextcart-" + spec.name();
        all.put("AWS_LAMBDA_RUNTIME_API", api.address());
        all.put("AWS_LAMBDA_FUNCTION_NAME", function);
        all.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
        all.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function);
        all.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
        all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        all.put("LAMBDA_TASK_ROOT", task.toString());
        all.put("_HANDLER", spec.handler());
        if (System.getenv(REGION) == null) {
            all.putIfAbsent(REGION, "us-east-1");
        }
        return all;
    }

    private static void pump(Process process, String prefix, Consumer<String> output) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.accept(prefix + line);
            }
        } catch (IOException e) {
            // it ended
        }
    }

    private static String nothing() {
        return File.separatorChar == '/' ? "/dev/null" : "NUL";
    }
}
