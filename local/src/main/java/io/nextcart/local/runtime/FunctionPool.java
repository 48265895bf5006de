package io.nextcart.local.runtime;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.local.gateway.FunctionTimeoutException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A packaged function as Lambda runs it: JVMs of which each answers one request at a time. When all are busy, one more is
 * started, up to a maximum; one that dies is replaced; one that does not answer in time is killed and replaced, and its caller
 * is told. Thread-safe.
 */
public final class FunctionPool implements RequestStreamHandler, Closeable {
    private static final long FIRST_PAUSE_MS = 500;
    private static final long LONGEST_PAUSE_MS = 30_000;

    private final FunctionSpec spec;
    private final Consumer<String> output;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Instance> all = new LinkedHashSet<>();
    private final Deque<Instance> idle = new ArrayDeque<>();
    private int starting;
    private int started;
    private int failures;
    private @Nullable String lastFailure;
    private boolean closed;

    private FunctionPool(FunctionSpec spec, Consumer<String> output) {
        this.spec = requireNonNull(spec, "spec is null");
        this.output = requireNonNull(output, "output is null");
    }

    /**
     * Starts the function's JVMs; {@link #awaitReady} waits for them.
     *
     * @param output takes the lines that they print, from several threads
     */
    public static FunctionPool start(FunctionSpec spec, Consumer<String> output) {
        FunctionPool pool = new FunctionPool(spec, output);
        pool.lock.lock();
        try {
            for (int i = 0; i < spec.minInstances(); i++) {
                pool.launch();
            }
        } finally {
            pool.lock.unlock();
        }
        return pool;
    }

    /**
     * Waits until a first JVM takes requests.
     *
     * @throws IOException when it cannot start, with what it says
     */
    public void awaitReady() throws IOException {
        long end = System.currentTimeMillis() + spec.initTimeout().toMillis();
        giveBack(take(end));
    }

    /** The process ids of the JVMs. */
    public List<Long> processes() {
        lock.lock();
        try {
            return all.stream().map(Instance::pid).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        long deadlineMs = System.currentTimeMillis() + context.getRemainingTimeInMillis();
        Invocation invocation =
                new Invocation(context.getAwsRequestId(), in.readAllBytes(), deadlineMs, new CompletableFuture<>());
        Instance instance = take(deadlineMs);
        instance.invoke(invocation);
        try {
            out.write(answer(instance, invocation));
        } finally {
            giveBack(instance);
        }
    }

    /** Ends the JVMs; requests that they work on fail. */
    @Override
    public void close() {
        List<Instance> last;
        lock.lock();
        try {
            closed = true;
            last = new ArrayList<>(all);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        last.parallelStream().forEach(Instance::stop);
    }

    private byte[] answer(Instance instance, Invocation invocation) throws IOException {
        try {
            return invocation.answer().get(Math.max(1, invocation.remainingMs()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            instance.kill();
            throw new FunctionTimeoutException("function " + spec.name() + " did not answer in time and was stopped");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FunctionException("interrupted");
        }
    }

    private Instance take(long deadlineMs) throws IOException {
        lock.lock();
        try {
            while (true) {
                if (closed) {
                    throw new FunctionException("function " + spec.name() + " is stopped");
                }
                Instance instance = idle.pollFirst();
                if (instance != null) {
                    return instance;
                }
                if (all.isEmpty() && lastFailure != null) {
                    throw new FunctionException(lastFailure);
                }
                if (starting == 0 && all.size() < spec.maxInstances()) {
                    launch();
                }
                long leftMs = deadlineMs - System.currentTimeMillis();
                if (leftMs <= 0 || !changed.await(leftMs, TimeUnit.MILLISECONDS)) {
                    throw new FunctionTimeoutException("every instance of function " + spec.name() + " is busy");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FunctionException("interrupted");
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(Instance instance) {
        lock.lock();
        try {
            if (all.contains(instance) && instance.isAlive()) {
                idle.addFirst(instance); // the one that is warm
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Starts one more; the lock is held. */
    private void launch() {
        try {
            Instance instance = Instance.start(spec, ++started, output);
            all.add(instance);
            starting++;
            var unusedReady = instance.initialised()
                    .orTimeout(spec.initTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((nothing, fault) -> initialised(instance, fault));
            var unusedEnd = instance.ended().thenRun(() -> ended(instance));
        } catch (IOException e) {
            lastFailure = "function " + spec.name() + " cannot be started: " + e.getMessage();
            pauseThenLaunch();
        }
    }

    private void initialised(Instance instance, @Nullable Throwable fault) {
        lock.lock();
        try {
            starting--;
            if (fault == null) {
                failures = 0;
                lastFailure = null;
                idle.addFirst(instance);
            } else {
                lastFailure = fault instanceof TimeoutException
                        ? "function " + spec.name() + " did not start within " + spec.initTimeout()
                        : String.valueOf(fault.getMessage());
                failures++;
                instance.kill();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void ended(Instance instance) {
        lock.lock();
        try {
            all.remove(instance);
            idle.remove(instance);
            changed.signalAll();
            if (!closed && all.size() < spec.minInstances()) {
                if (failures == 0) {
                    launch();
                } else {
                    pauseThenLaunch();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Tries again, ever more rarely; the lock is held. */
    private void pauseThenLaunch() {
        long pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(failures, 10));
        Executor later = CompletableFuture.delayedExecutor(pauseMs, TimeUnit.MILLISECONDS);
        later.execute(() -> {
            lock.lock();
            try {
                if (!closed && all.size() < spec.minInstances()) {
                    launch();
                }
            } finally {
                lock.unlock();
            }
        });
    }
}
