package io.nextcart.training.task;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/** The task as its container starts it, with the variables of a test. */
public final class StartedTrainingTask {
    private StartedTrainingTask() {}

    /** Runs it to its exit code. */
    public static int run(Map<String, String> environment, PrintStream out) {
        return new TrainingTask(environment, out, Clock.systemUTC()).run();
    }
}
