package io.nextcart.local.runtime;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.local.gateway.FunctionTimeoutException;
import io.nextcart.local.http.HttpAnswer;
import io.nextcart.local.http.HttpRequest;
import io.nextcart.local.http.LoopbackServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A packaged function as Lambda runs it: JVMs that each answer one request at a time. A request that finds none idle
 * waits for a new one or, at the maximum, for its turn; a request that times out fails, and its JVM is killed.
 * Thread-safe.
 */
public final class FunctionPool implements RequestStreamHandler, Closeable {
    private static final String API = "/2018-06-01/runtime/";
    private static final int MAX_BODY_BYTES = 16 << 20;
    private static final long INIT_TIMEOUT_MS = 60_000;

    private final FunctionSpec spec;
    private final Consumer<String> output;
    private final LoopbackServer api;
    private final Semaphore turns;
    private final AtomicInteger started = new AtomicInteger();
    private final Map<String, Instance> all = new ConcurrentHashMap<>();
    private final Deque<Instance> idle = new ConcurrentLinkedDeque<>();
    private final Instance first;
    private volatile boolean closed;

    private FunctionPool(FunctionSpec spec, Consumer<String> output) throws IOException {
        this.spec = requireNonNull(spec, "spec is null");
        this.output = requireNonNull(output, "output is null");
        this.turns = new Semaphore(spec.maxInstances(), true);
        Files.createDirectories(spec.folder());
        this.api = LoopbackServer.start("runtime-api", 0, MAX_BODY_BYTES, Duration.ZERO, this::answer);
        this.first = launch();
        idle.add(first);
    }

    /**
     * Starts the function's first JVM; {@link #awaitReady} waits for it.
     *
     * @param output receives the lines that its JVMs print, from several threads
     */
    public static FunctionPool start(FunctionSpec spec, Consumer<String> output) throws IOException {
        return new FunctionPool(spec, output);
    }

    /**
     * Waits until the first JVM accepts requests.
     *
     * @throws IOException when it cannot start, with its output
     */
    public void awaitReady() throws IOException {
        first.awaitReady(INIT_TIMEOUT_MS);
    }

    public List<Long> processes() {
        return all.values().stream()
                .filter(Instance::isAlive)
                .map(Instance::pid)
                .toList();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        byte[] event = in.readAllBytes();
        long deadlineMs = System.currentTimeMillis() + context.getRemainingTimeInMillis();
        awaitTurn(context.getRemainingTimeInMillis());
        try {
            Instance instance = take();
            try {
                out.write(instance.invoke(context.getAwsRequestId(), event, deadlineMs));
            } finally {
                idle.addFirst(instance); // warm, so the next to use
            }
        } finally {
            turns.release();
        }
    }

    /** Ends the JVMs; requests in progress fail. */
    @Override
    public void close() {
        closed = true;
        all.values().parallelStream().forEach(Instance::stop);
        api.close();
    }

    private void awaitTurn(long timeoutMs) throws IOException {
        try {
            if (!turns.tryAcquire(timeoutMs, TimeUnit.MILLISECONDS)) {
                throw new FunctionTimeoutException("every instance of function " + spec.name() + " is busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for function " + spec.name(), e);
        }
    }

    private Instance take() throws IOException {
        if (closed) {
            throw new IOException("function " + spec.name() + " is stopped");
        }
        for (Instance instance = idle.pollFirst(); instance != null; instance = idle.pollFirst()) {
            if (instance.isAlive()) {
                return instance;
            }
        }
        return launch();
    }

    private Instance launch() throws IOException {
        String number = Integer.toString(started.incrementAndGet());
        String place = "127.0.0.1:" + api.url().getPort() + "/" + number;
        Instance instance = new Instance(spec, spec.name() + "-" + number, place, output, () -> all.remove(number));
        all.put(number, instance);
        return instance;
    }

    /** Answers a call such as {@code /1/2018-06-01/runtime/invocation/next}: the first segment names the instance. */
    private HttpAnswer answer(HttpRequest request) {
        int end = request.path().indexOf(API);
        Instance caller = end < 1 ? null : all.get(request.path().substring(1, end));
        byte[] body = request.body();
        if (caller == null || body == null) {
            return HttpAnswer.problem(404, "Not Found", "no instance makes this call");
        }
        return caller.answer(request.path().substring(end + API.length()), body);
    }
}
