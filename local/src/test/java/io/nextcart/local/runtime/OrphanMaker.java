package io.nextcart.local.runtime;

import java.nio.file.Path;
import java.util.Map;

/** Starts a pool, prints its processes and waits to be killed. */
final class OrphanMaker {
    private OrphanMaker() {}

    public static void main(String[] args) throws Exception {
        FunctionPool pool = FunctionPool.start(FunctionPoolIT.trial(Path.of(args[0]), 1, Map.of()), line -> {});
        pool.awaitReady();
        System.out.println(pool.processes().get(0));
        Thread.sleep(Long.MAX_VALUE);
    }
}
