package io.nextcart.functions.rollout;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

/** Runs a handler as Lambda does: configured by its environment, from input to output. */
final class LambdaMain {
    private LambdaMain() {}

    public static void main(String[] args) throws Exception {
        RequestStreamHandler handler = args[0].equals("models") ? new ModelsFunction() : new RolloutHandler();
        handler.handleRequest(System.in, System.out, null);
    }
}
