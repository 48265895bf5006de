package io.nextcart.functions.rollout;

/** Runs the handler as Lambda does: configured by its environment, from input to output. */
final class LambdaMain {
    private LambdaMain() {}

    public static void main(String[] args) throws Exception {
        new RolloutHandler().handleRequest(System.in, System.out, null);
    }
}
