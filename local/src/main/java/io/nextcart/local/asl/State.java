package io.nextcart.local.asl;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One state of a machine. {@link DefinitionReader} has checked every reference. */
sealed interface State {
    Step play(Scope scope, Execution execution) throws StateFailure, InterruptedException;

    /** The handlers of failures; the first match applies. */
    default List<Catcher> catchers() {
        return List.of();
    }

    /**
     * How a state ended.
     *
     * @param next the state that follows; null at the end
     * @param data its output
     */
    record Step(@Nullable String next, @Nullable Object data) {}

    record Machine(String startAt, Map<String, State> states) {
        State state(String name) {
            return requireNonNull(states.get(name), name);
        }
    }

    /**
     * Places a result in the data; a null path drops the result.
     *
     * @return the data with the result in its place
     */
    static @Nullable Object put(@Nullable DataPath path, @Nullable Object data, @Nullable Object result) {
        return path == null ? data : path.write(data, result);
    }

    /** Continues at another state after a failure. */
    record Catcher(List<String> errors, @Nullable DataPath resultPath, String next) {}

    /** Retries a task after a failure, with growing pauses. */
    record Retrier(List<String> errors, double intervalSeconds, double backoffRate, int maxAttempts) {
        Duration pause(int triesBefore) {
            return Duration.ofMillis(Math.round(intervalSeconds * Math.pow(backoffRate, triesBefore) * 1000));
        }
    }

    record Task(
            String name,
            String resource,
            Expression parameters,
            Expression resultSelector,
            @Nullable DataPath resultPath,
            int timeoutSeconds,
            List<Retrier> retriers,
            List<Catcher> catchers,
            @Nullable String next)
            implements State {
        @Override
        public Step play(Scope scope, Execution execution) throws StateFailure, InterruptedException {
            return new Step(next, put(resultPath, scope.data(), execution.call(this, scope)));
        }
    }

    /** Computes a value. */
    record Pass(
            Expression result,
            @Nullable DataPath resultPath,
            @Nullable String next) implements State {
        @Override
        public Step play(Scope scope, Execution execution) throws StateFailure {
            return new Step(next, put(resultPath, scope.data(), result.value(scope)));
        }
    }

    /** Runs a machine for each item of a list, one after another. */
    record ForEach(
            DataPath items,
            Expression itemSelector,
            Machine machine,
            @Nullable DataPath resultPath,
            @Nullable String next)
            implements State {
        @Override
        public Step play(Scope scope, Execution execution) throws StateFailure, InterruptedException {
            if (!(items.value(scope) instanceof List<?> list)) {
                throw new StateFailure(StateFailure.RUNTIME, items.text() + " is not a list");
            }
            List<@Nullable Object> results = new ArrayList<>();
            for (Object value : list) {
                Map<String, @Nullable Object> item = new LinkedHashMap<>();
                item.put("Index", results.size());
                item.put("Value", value);
                Scope inner = scope.with("Map", Map.of("Item", item));
                Execution.Ending ending = execution.play(machine, inner.with(itemSelector.value(inner)));
                if (ending.failure() != null) {
                    throw ending.failure();
                }
                results.add(ending.data());
            }
            return new Step(next, put(resultPath, scope.data(), results));
        }
    }

    /** Continues at the state of the first rule that holds. */
    record Choice(Map<ChoiceRule, String> rules, String otherwise) implements State {
        @Override
        public Step play(Scope scope, Execution execution) throws StateFailure {
            for (Map.Entry<ChoiceRule, String> rule : rules.entrySet()) {
                if (rule.getKey().holds(scope)) {
                    return new Step(rule.getValue(), scope.data());
                }
            }
            return new Step(otherwise, scope.data());
        }
    }

    record Wait(int seconds, @Nullable String next) implements State {
        @Override
        public Step play(Scope scope, Execution execution) throws InterruptedException {
            execution.pass(Duration.ofSeconds(seconds));
            return new Step(next, scope.data());
        }
    }

    record Succeed() implements State {
        @Override
        public Step play(Scope scope, Execution execution) {
            return new Step(null, scope.data());
        }
    }

    record Fail(Expression error, Expression cause) implements State {
        @Override
        public Step play(Scope scope, Execution execution) throws StateFailure {
            throw new StateFailure(String.valueOf(error.value(scope)), String.valueOf(cause.value(scope)));
        }
    }
}
