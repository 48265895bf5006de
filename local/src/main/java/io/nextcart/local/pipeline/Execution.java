package io.nextcart.local.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One run through a definition: the part of <a href="https://states-language.net">Amazon States Language</a> that it uses. */
public final class Execution {
    /** The error of an execution that took longer than its definition allows. */
    static final String TIMED_OUT = StateFailure.TIMEOUT;

    private final Definition definition;
    private final Map<String, Resource> resources;
    private final PipelineTime time;
    private final Listener listener;
    private final Map<String, ?> aboutExecution;
    private final Instant end;

    /** Who hears how it goes. */
    public interface Listener {
        /** A state begins. */
        void entered(String state, Instant at);

        /** A try of a task failed; another comes. */
        void retried(String state, StateFailure failure, Duration after);
    }

    /**
     * How it ended.
     *
     * @param state the last one
     * @param failure null when the execution succeeded
     * @param data what the last state was given
     */
    public record Ending(
            String state,
            @Nullable StateFailure failure,
            @Nullable Object data) {}

    /**
     * @param name of the execution; also its id
     */
    public Execution(
            Definition definition, Map<String, Resource> resources, PipelineTime time, String name, Listener listener) {
        this.definition = requireNonNull(definition, "definition is null");
        this.resources = Map.copyOf(resources);
        this.time = requireNonNull(time, "time is null");
        this.listener = requireNonNull(listener, "listener is null");
        aboutExecution =
                Map.of("Id", name, "Name", name, "StartTime", time.instant().toString());
        end = time.instant().plusSeconds(definition.timeoutSeconds());
    }

    /** Plays it from the first state to the last. */
    public Ending run() throws InterruptedException {
        return play(definition.machine(), Map.of(), Map.of("Execution", aboutExecution));
    }

    private Ending play(State.Machine machine, @Nullable Object input, Map<String, ?> context)
            throws InterruptedException {
        Object data = input;
        State state = machine.state(machine.startAt());
        while (true) {
            Map<String, Object> about = new LinkedHashMap<>(context);
            about.put("State", Map.of("Name", state.name()));
            Scope scope = new Scope(data, about);
            listener.entered(state.name(), time.instant());
            try {
                if (!time.instant().isBefore(end)) {
                    throw tooLate();
                }
                Step step = step(state, scope);
                if (step.next() == null) {
                    return new Ending(state.name(), null, step.data());
                }
                data = step.data();
                state = machine.state(step.next());
            } catch (StateFailure failure) {
                Map<?, ?> catcher = overdue() ? null : matching(state.list("Catch"), failure);
                if (catcher == null) {
                    return new Ending(state.name(), failure, data);
                }
                data = State.put(catcher, data, Map.of("Error", failure.error(), "Cause", failure.explanation()));
                state = machine.state(String.valueOf(catcher.get("Next")));
            }
        }
    }

    private record Step(@Nullable String next, @Nullable Object data) {}

    private Step step(State state, Scope scope) throws StateFailure, InterruptedException {
        Object data = scope.data();
        return switch (state.kind()) {
            case TASK -> on(state, State.put(state.fields(), data, task(state, scope)));
            case PASS -> on(state, State.put(state.fields(), data, passed(state, scope)));
            case MAP -> on(state, State.put(state.fields(), data, items(state, scope)));
            case CHOICE -> new Step(chosen(state, scope), data);
            case WAIT -> {
                Duration left = Duration.between(time.instant(), end);
                Duration wait = Duration.ofSeconds(state.number("Seconds"));
                time.pass(wait.compareTo(left) < 0 ? wait : left);
                yield on(state, data);
            }
            case SUCCEED -> new Step(null, data);
            case FAIL ->
                throw new StateFailure(
                        String.valueOf(DataPath.parse(state.text("ErrorPath")).read(scope)),
                        String.valueOf(DataPath.parse(state.text("CausePath")).read(scope)));
        };
    }

    private static @Nullable Object passed(State state, Scope scope) throws StateFailure {
        if (state.fields().containsKey("Result")) {
            return state.fields().get("Result");
        }
        return state.fields().containsKey("Parameters")
                ? Template.fill(state.fields().get("Parameters"), scope)
                : scope.data();
    }

    private static String chosen(State state, Scope scope) throws StateFailure {
        for (Object rule : state.list("Choices")) {
            if (ChoiceRule.parse(rule).holds(scope) && rule instanceof Map<?, ?> fields) {
                return String.valueOf(fields.get("Next"));
            }
        }
        return state.text("Default");
    }

    private static Step on(State state, @Nullable Object data) {
        return new Step(state.fields().get("Next") instanceof String next ? next : null, data);
    }

    private List<@Nullable Object> items(State state, Scope scope) throws StateFailure, InterruptedException {
        if (!(DataPath.parse(state.text("ItemsPath")).read(scope) instanceof List<?> items)) {
            throw new StateFailure(StateFailure.RUNTIME, state.text("ItemsPath") + " is no list");
        }
        List<@Nullable Object> results = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Map<String, @Nullable Object> context = new LinkedHashMap<>(scope.context());
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            item.put("Index", i);
            item.put("Value", items.get(i));
            context.put("Map", Map.of("Item", item));
            Object input = state.fields().containsKey("ItemSelector")
                    ? Template.fill(state.fields().get("ItemSelector"), new Scope(scope.data(), context))
                    : items.get(i);
            Ending ending = play(requireNonNull(state.inner(), "a map has a machine"), input, context);
            if (ending.failure() != null) {
                throw ending.failure();
            }
            results.add(ending.data());
        }
        return results;
    }

    private @Nullable Object task(State state, Scope scope) throws StateFailure, InterruptedException {
        Resource resource = requireNonNull(resources.get(state.text("Resource")), "the reader lets no other in");
        int[] tries = new int[state.list("Retry").size()];
        while (true) {
            try {
                Object parameters = Template.fill(state.fields().getOrDefault("Parameters", Map.of()), scope);
                Object result = within(state, resource, (Map<?, ?>) requireNonNull(parameters));
                return state.fields().containsKey("ResultSelector")
                        ? Template.fill(state.fields().get("ResultSelector"), new Scope(result, scope.context()))
                        : result;
            } catch (StateFailure failure) {
                Map<?, ?> retrier = overdue() ? null : matching(state.list("Retry"), failure);
                int which = retrier == null ? 0 : state.list("Retry").indexOf(retrier);
                if (retrier == null || tries[which] >= number(retrier, "MaxAttempts", 3)) {
                    throw failure;
                }
                double seconds = number(retrier, "IntervalSeconds", 1)
                        * Math.pow(number(retrier, "BackoffRate", 2), tries[which]);
                tries[which]++;
                Duration pause = Duration.ofMillis(Math.round(seconds * 1000));
                listener.retried(state.name(), failure, pause);
                time.pass(pause);
            }
        }
    }

    private @Nullable Object within(State state, Resource resource, Map<?, ?> parameters)
            throws StateFailure, InterruptedException {
        int seconds = state.number("TimeoutSeconds");
        ExecutorService thread = Executors.newSingleThreadExecutor(run -> new Thread(run, "task-" + state.name()));
        try {
            Future<@Nullable Object> answer = thread.submit(() -> resource.call(parameters));
            long left = Math.max(1, Duration.between(time.instant(), end).toMillis());
            return answer.get(Math.min(left, seconds * 1000L), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw overdue() ? tooLate() : new StateFailure(StateFailure.TIMEOUT, "no end within " + seconds + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StateFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(state.name() + ": a resource failed in a way of its own", e.getCause());
        } finally {
            thread.shutdownNow(); // interrupts what took too long
            thread.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    private static double number(Map<?, ?> retrier, String field, double otherwise) {
        return retrier.get(field) instanceof Number number ? number.doubleValue() : otherwise;
    }

    /** The first that takes an error of this name; null when none does. */
    private static @Nullable Map<?, ?> matching(List<?> handlers, StateFailure failure) {
        for (Object handler : handlers) {
            if (handler instanceof Map<?, ?> fields && fields.get("ErrorEquals") instanceof List<?> names) {
                for (Object name : names) {
                    if (takes(String.valueOf(name), failure.error())) {
                        return fields;
                    }
                }
            }
        }
        return null;
    }

    private static boolean takes(String name, String error) {
        return switch (name) {
            case "States.ALL" -> !error.equals(StateFailure.RUNTIME);
            case "States.TaskFailed" -> !error.equals(StateFailure.TIMEOUT) && !error.equals(StateFailure.RUNTIME);
            default -> name.equals(error);
        };
    }

    private boolean overdue() {
        return !time.instant().isBefore(end);
    }

    private StateFailure tooLate() {
        return new StateFailure(TIMED_OUT, "the execution took longer than " + definition.timeoutSeconds() + " s");
    }
}
