package io.nextcart.functions.notify;

/** Calls the handler as Lambda makes it: once, from the environment. */
public final class LambdaMain {
    private LambdaMain() {}

    public static void main(String[] arguments) throws Exception {
        new NotifyHandler().handleRequest(System.in, System.out, null);
    }
}
