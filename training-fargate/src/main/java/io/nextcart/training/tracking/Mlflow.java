package io.nextcart.training.tracking;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Logs a training's results to an MLflow server, when {@code MLFLOW_TRACKING_URI} names one: run, parameters, metrics,
 * manifest, report and ranker, and a version of the model {@code ranking_model} unless the gate refused it. Never
 * throws and never exceeds its time budget: a fault is one line to the listener. docs/mlflow.md lists what is logged.
 */
public final class Mlflow {
    private static final Duration BUDGET = Duration.ofSeconds(10);

    /** Logs nowhere. */
    public static final Mlflow NONE = new Mlflow(Map.of(), Clock.systemUTC(), line -> {});

    private final Map<String, String> environment;
    private final Clock clock;
    private final Consumer<String> warning;
    private final Duration budget;

    /**
     * @param environment {@code MLFLOW_TRACKING_URI}, {@code MLFLOW_TRACKING_USERNAME}, {@code
     *     MLFLOW_TRACKING_PASSWORD}, {@code MLFLOW_EXPERIMENT_NAME}, and any others
     * @param clock gives the time at which the run ended
     * @param warning receives at most one line for each run
     */
    public Mlflow(Map<String, String> environment, Clock clock, Consumer<String> warning) {
        this(environment, clock, warning, BUDGET);
    }

    Mlflow(Map<String, String> environment, Clock clock, Consumer<String> warning, Duration budget) {
        this.environment = Map.copyOf(requireNonNull(environment, "environment is null"));
        this.clock = requireNonNull(clock, "clock is null");
        this.warning = requireNonNull(warning, "warning is null");
        this.budget = requireNonNull(budget, "budget is null");
    }

    /**
     * Logs a training.
     *
     * @param bundle a complete bundle with its manifest; may be deleted afterwards
     * @param outcome {@code published}, {@code candidate} or {@code refused}
     */
    public void record(Path bundle, String outcome) {
        try {
            Optional<TrackingSettings> settings = TrackingSettings.of(environment);
            if (settings.isPresent()) {
                log(settings.get(), bundle, outcome);
            }
        } catch (BadInputException e) {
            warning.accept("MLflow has nothing of this training: " + e.getMessage());
        }
    }

    private void log(TrackingSettings settings, Path bundle, String outcome) {
        RunLog log = new RunLog(settings, bundle, outcome, clock.millis());
        FutureTask<Boolean> logging = new FutureTask<>(() -> {
            log.log();
            return true;
        });
        // A thread of its own, since DNS look-ups and reads of a response body have no timeout.
        Thread thread = new Thread(logging, "mlflow");
        thread.setDaemon(true);
        thread.start();
        String faults;
        try {
            logging.get(budget.toMillis(), TimeUnit.MILLISECONDS);
            faults = log.faults("");
        } catch (TimeoutException e) {
            faults = log.faults("no answer within " + budget.toMillis() / 1e3 + " s for all");
        } catch (ExecutionException e) {
            faults = log.faults(cause(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            faults = log.faults("interrupted");
        } finally {
            logging.cancel(true);
        }
        if (!faults.isEmpty()) {
            warning.accept("MLflow at " + settings.server() + " does not have all of this training: " + faults);
        }
    }

    /** One line; the client's own exceptions often have no message. */
    private static String cause(@Nullable Throwable cause) {
        if (cause == null) {
            return "no reason was given";
        }
        String message = cause.getMessage();
        String said = message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
        String line = said.lines().findFirst().orElse("");
        return cause instanceof IOException ? line : cause.getClass().getSimpleName() + ": " + line;
    }
}
