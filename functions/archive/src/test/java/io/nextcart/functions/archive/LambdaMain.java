package io.nextcart.functions.archive;

/** Calls the handler as Lambda makes it: once, from the environment. */
public final class LambdaMain {
    private LambdaMain() {}

    public static void main(String[] arguments) throws Exception {
        new ArchiveHandler().handleRequest(System.in, System.out, null);
    }
}
