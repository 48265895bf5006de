package io.nextcart.training.task;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/** Runs the container's task in this process. */
public final class StartedTask {
    private StartedTask() {}

    /** Runs it to its end, and returns its exit code. */
    public static int run(Map<String, String> environment, PrintStream out) {
        return new TrainingTask(environment, out, Clock.systemUTC()).run();
    }
}
