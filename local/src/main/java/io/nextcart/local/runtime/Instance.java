package io.nextcart.local.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nextcart.local.gateway.FunctionTimeoutException;
import io.nextcart.local.http.HttpAnswer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One JVM that runs a packaged function under AWS's runtime interface client, and Lambda's side of the runtime API: the
 * client requests the next invocation and posts the answer. When this process ends, so do the connections, and with
 * them the JVM.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Using the Lambda runtime API</a>
 */
final class Instance {
    private static final Pattern POSTED = Pattern.compile("invocation/([^/]+)/(response|error)");
    private static final String REGION = "AWS_REGION";
    private static final long STOP_WAIT_MS = 2_000;
    private static final HttpAnswer ACCEPTED = HttpAnswer.json(202, "{\"status\":\"OK\"}".getBytes(UTF_8));
    private static final HttpAnswer NO_CALL =
            HttpAnswer.json(404, "{\"errorMessage\":\"no such call\"}".getBytes(UTF_8));

    private final String name;
    private final Process process;
    private final CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();
    /** The next invocation; empty when there will be no more. */
    private final BlockingQueue<Optional<Invocation>> next = new LinkedBlockingQueue<>();

    private volatile @Nullable Invocation current;
    private volatile boolean dead;

    private record Invocation(String id, byte[] event, long deadlineMs, CompletableFuture<byte[]> answer) {}

    /**
     * Starts a JVM.
     *
     * @param name identifies it in output and messages
     * @param api address of {@link #answer}: host, port and a path
     * @param output receives the lines that it prints
     * @param ended called when the JVM has ended
     */
    Instance(FunctionSpec spec, String name, String api, Consumer<String> output, Runnable ended) throws IOException {
        this.name = name;
        Path task = Files.createDirectories(spec.folder().resolve("task"));
        ProcessBuilder builder = new ProcessBuilder(command(spec))
                .directory(task.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().putAll(environment(spec, api, task));
        builder.environment().remove("AWS_LAMBDA_MAX_CONCURRENCY");
        process = builder.start();
        Thread pump = new Thread(() -> pump(output), "output-" + name);
        pump.setDaemon(true);
        pump.start();
        var unusedEnd = process.onExit().thenRun(() -> {
            fail("the process of the function ended with code " + process.exitValue());
            next.add(Optional.empty());
            ended.run();
        });
    }

    /** Whether it can take one more invocation. */
    boolean isAlive() {
        return !dead && process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /**
     * Waits until the function accepts requests.
     *
     * @throws IOException when it cannot start, with its output
     */
    void awaitReady(long timeoutMs) throws IOException {
        await(ready, timeoutMs, "start");
    }

    /**
     * Passes one request to the function; one at a time. A function that misses the deadline is killed.
     *
     * @param id identifies the request in logs
     * @param deadlineMs milliseconds since the epoch
     */
    byte[] invoke(String id, byte[] event, long deadlineMs) throws IOException {
        Invocation invocation = new Invocation(id, event, deadlineMs, new CompletableFuture<>());
        current = invocation;
        next.add(Optional.of(invocation));
        if (!process.isAlive()) {
            fail("the process of the function has ended");
        }
        return await(invocation.answer(), Math.max(1, deadlineMs - System.currentTimeMillis()), "answer");
    }

    /** Answers a call of the runtime interface client. */
    HttpAnswer answer(String call, byte[] body) {
        Matcher posted = POSTED.matcher(call);
        if (call.equals("invocation/next")) {
            ready.complete(null);
            return next();
        } else if (posted.matches()) {
            finish(posted.group(1), posted.group(2).equals("error"), body);
            return ACCEPTED;
        } else if (call.equals("init/error")) {
            fail("function " + name + " cannot start: " + new String(body, UTF_8));
            return ACCEPTED;
        }
        return NO_CALL;
    }

    /** Ends the process, by force if necessary. */
    void stop() {
        process.destroy();
        try {
            if (process.waitFor(STOP_WAIT_MS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    private <T extends @Nullable Object> T await(CompletableFuture<T> future, long timeoutMs, String what)
            throws IOException {
        try {
            return future.get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            dead = true;
            process.destroyForcibly();
            throw new FunctionTimeoutException("function " + name + " did not " + what + " in time and was stopped");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for function " + name, e);
        }
    }

    private HttpAnswer next() {
        Optional<Invocation> invocation;
        try {
            invocation = next.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NO_CALL;
        }
        return invocation.map(this::handOver).orElse(NO_CALL);
    }

    private HttpAnswer handOver(Invocation invocation) {
        String trace = UUID.randomUUID().toString().replace("-", "").substring(0, 24);
        String seconds = Long.toHexString(System.currentTimeMillis() / 1000);
        return HttpAnswer.json(200, invocation.event())
                .with("Lambda-Runtime-Aws-Request-Id", invocation.id())
                .with("Lambda-Runtime-Deadline-Ms", Long.toString(invocation.deadlineMs()))
                .with(
                        "Lambda-Runtime-Invoked-Function-Arn",
                        "arn:aws:lambda:local:000000000000:function:nextcart-" + name)
                .with("Lambda-Runtime-Trace-Id", "Root=1-" + seconds + "-" + trace + ";Sampled=0");
    }

    private void finish(String id, boolean error, byte[] body) {
        Invocation invocation = current;
        if (invocation == null || !invocation.id().equals(id)) {
            return; // nobody waits for this answer any more
        }
        if (error) {
            fail("function " + name + " failed: " + new String(body, UTF_8));
        } else {
            invocation.answer().complete(body);
        }
    }

    /** Fails everything that waits for the instance. */
    private void fail(String reason) {
        ready.completeExceptionally(new IOException(reason));
        Invocation pending = current;
        if (pending != null) {
            pending.answer().completeExceptionally(new IOException(reason));
        }
    }

    private static List<String> command(FunctionSpec spec) throws IOException {
        List<String> classPath = new ArrayList<>(RuntimeClient.jars());
        classPath.add(spec.classes().toString());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(spec.jvmOptions());
        command.addAll(RuntimeClient.nativeLibrary(spec.folder()));
        command.add("-Djava.io.tmpdir=" + spec.folder());
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), RuntimeClient.MAIN, spec.handler()));
        return command;
    }

    private static Map<String, String> environment(FunctionSpec spec, String api, Path task) {
        Map<String, String> all = new TreeMap<>(spec.environment());
        String function = "nextcart-" + spec.name();
        all.put("AWS_LAMBDA_RUNTIME_API", api);
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

    private void pump(Consumer<String> output) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.accept("[" + name + "] " + line);
            }
        } catch (IOException e) {
            // the instance ended
        }
    }
}
