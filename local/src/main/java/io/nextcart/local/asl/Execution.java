package io.nextcart.local.asl;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One run of a state machine. */
public final class Execution {
    private final Definition definition;
    private final Map<String, Resource> resources;
    private final ExecutionTime time;
    private final Listener listener;
    private final Map<String, ?> about;
    private final Instant end;

    public interface Listener {
        void entered(String state, Instant at);

        /** Reports that a task failed and will be retried. */
        void retried(String state, StateFailure failure, Duration after);
    }

    /** A service that tasks call. */
    @FunctionalInterface
    public interface Resource {
        /**
         * Calls the service.
         *
         * @param parameters JSON, as the definition fills it in
         * @return JSON
         * @throws StateFailure when the call fails, with AWS's name of the error
         * @throws InterruptedException when it took too long and was stopped
         */
        @Nullable
        Object call(Map<?, ?> parameters) throws StateFailure, InterruptedException;
    }

    /**
     * How an execution ended.
     *
     * @param state the last one
     * @param failure null when the execution succeeded
     * @param data the output of the last state, or the input of one that failed
     */
    public record Ending(
            String state,
            @Nullable StateFailure failure,
            @Nullable Object data) {}

    /** @param name of the execution; also its id */
    public Execution(
            Definition definition,
            Map<String, Resource> resources,
            ExecutionTime time,
            String name,
            Listener listener) {
        this.definition = requireNonNull(definition, "definition is null");
        this.resources = Map.copyOf(resources);
        this.time = requireNonNull(time, "time is null");
        this.listener = requireNonNull(listener, "listener is null");
        about = Map.of("Id", name, "Name", name, "StartTime", time.instant().toString());
        end = time.instant().plusSeconds(definition.timeoutSeconds());
    }

    public Ending run() throws InterruptedException {
        return play(definition.machine(), new Scope(Map.of(), Map.of("Execution", about)));
    }

    Ending play(State.Machine machine, Scope input) throws InterruptedException {
        Object data = input.data();
        String name = machine.startAt();
        while (true) {
            State state = machine.state(name);
            listener.entered(name, time.instant());
            try {
                if (isOverdue()) {
                    throw tooLate();
                }
                State.Step step = state.play(input.with(data).with("State", Map.of("Name", name)), this);
                data = step.data();
                if (step.next() == null) {
                    return new Ending(name, null, data);
                }
                name = step.next();
            } catch (StateFailure failure) {
                State.Catcher catcher = state.catchers().stream()
                        .filter(one -> !isOverdue() && failure.matches(one.errors()))
                        .findFirst()
                        .orElse(null);
                if (catcher == null) {
                    return new Ending(name, failure, data);
                }
                Map<String, String> caught = Map.of("Error", failure.error(), "Cause", failure.explanation());
                data = State.put(catcher.resultPath(), data, caught);
                name = catcher.next();
            }
        }
    }

    /** Waits, but no longer than the execution may still take. */
    void pass(Duration wait) throws InterruptedException {
        Duration left = Duration.between(time.instant(), end);
        time.pass(wait.compareTo(left) < 0 ? wait : left);
    }

    /** Calls the resource of a task, with retries. */
    @Nullable
    Object call(State.Task task, Scope scope) throws StateFailure, InterruptedException {
        Resource resource = requireNonNull(resources.get(task.resource()), "the reader lets no other in");
        int[] tries = new int[task.retriers().size()];
        while (true) {
            try {
                Map<?, ?> parameters =
                        (Map<?, ?>) requireNonNull(task.parameters().value(scope));
                Object result = within(task, resource, parameters);
                return task.resultSelector().value(scope.with(result));
            } catch (StateFailure failure) {
                int which = retrier(task, failure);
                if (which < 0 || tries[which] >= task.retriers().get(which).maxAttempts()) {
                    throw failure;
                }
                Duration pause = task.retriers().get(which).pause(tries[which]++);
                listener.retried(task.name(), failure, pause);
                time.pass(pause);
            }
        }
    }

    private int retrier(State.Task task, StateFailure failure) {
        for (int i = 0; i < task.retriers().size() && !isOverdue(); i++) {
            if (failure.matches(task.retriers().get(i).errors())) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable Object within(State.Task task, Resource resource, Map<?, ?> parameters)
            throws StateFailure, InterruptedException {
        ExecutorService thread = Executors.newSingleThreadExecutor(run -> new Thread(run, "task-" + task.name()));
        try {
            Future<@Nullable Object> answer = thread.submit(() -> resource.call(parameters));
            long left = Math.max(1, Duration.between(time.instant(), end).toMillis());
            return answer.get(Math.min(left, task.timeoutSeconds() * 1000L), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw isOverdue()
                    ? tooLate()
                    : new StateFailure(StateFailure.TIMEOUT, "no end within " + task.timeoutSeconds() + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StateFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(task.name() + ": its resource failed unexpectedly", e.getCause());
        } finally {
            thread.shutdownNow(); // interrupts a call that took too long
            thread.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    private boolean isOverdue() {
        return !time.instant().isBefore(end);
    }

    private StateFailure tooLate() {
        return new StateFailure(
                StateFailure.TIMEOUT, "the execution took longer than " + definition.timeoutSeconds() + " s");
    }
}
