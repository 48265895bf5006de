package io.nextcart.local.pipeline;

import java.util.Map;

/** Stands in for the training in a JVM of its own: prints its environment, and ends as {@code TRIAL_EXIT} says. */
public final class TrialTask {
    private TrialTask() {}

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> environment = System.getenv();
        System.out.println("{\"_aws\":{}}");
        System.out.println("run " + environment.get("NEXTCART_RUN") + ", trial " + environment.get("NEXTCART_TRIAL"));
        String exit = environment.getOrDefault("TRIAL_EXIT", "0");
        if (exit.equals("never")) {
            Thread.sleep(600_000);
        }
        System.exit(Integer.parseInt(exit));
    }
}
