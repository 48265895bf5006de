package io.nextcart.training.archive;

import io.nextcart.store.HookedStore;
import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * Runs several actors on one store, one call at a time, in an order given by a seed. A listing comes in two pages, as
 * from S3, and changes in between are visible only in the second.
 */
final class Interleaving {
    private final ObjectStore store;
    private final Random random;
    private final Semaphore idle = new Semaphore(0);
    private final List<Actor> actors = new ArrayList<>();

    Interleaving(ObjectStore store, Random random) {
        this.store = store;
        this.random = random;
    }

    /** An actor's calls of its view of the store. */
    interface Part {
        void play(ObjectStore store) throws Exception;
    }

    /** Adds an actor that is never killed. */
    void add(Part part) {
        actors.add(new Actor(part, 0));
    }

    /** Adds an actor whose calls fail from a moment on, with a probability of one in {@code odds} a call. */
    void addMortal(Part part, int odds) {
        actors.add(new Actor(part, odds));
    }

    /** Runs until all actors are done or dead, and throws the first failure that is not a kill. */
    void play() throws Exception {
        for (Actor actor : actors) {
            actor.thread.start();
        }
        List<Actor> alive = new ArrayList<>(actors);
        while (!alive.isEmpty()) {
            Actor next = alive.get(random.nextInt(alive.size()));
            next.go.release();
            idle.acquire();
            if (next.done) {
                alive.remove(next);
            }
        }
        for (Actor actor : actors) {
            if (actor.failure != null) {
                throw new AssertionError("an actor failed", actor.failure);
            }
        }
    }

    private final class Actor {
        private final Semaphore go = new Semaphore(0);
        private final Thread thread;
        private final int odds;
        private volatile boolean killed;
        private volatile boolean done;
        private volatile Throwable failure;

        Actor(Part part, int odds) {
            this.odds = odds;
            this.thread = new Thread(() -> run(part));
        }

        private void run(Part part) {
            go.acquireUninterruptibly();
            try {
                part.play(HookedStore.around(store, this::call));
            } catch (Throwable e) {
                failure = killed ? null : e;
            }
            done = true;
            idle.release();
        }

        private Object call(HookedStore.Call call) throws Exception {
            turn();
            if (!call.name().equals("list")) {
                return call.proceed();
            }
            String prefix = call.key();
            List<String> first = store.list(prefix);
            String last = first.isEmpty() ? "" : first.get(random.nextInt(first.size()));
            turn();
            return Stream.concat(
                            first.stream().filter(key -> key.compareTo(last) <= 0),
                            store.list(prefix).stream().filter(key -> key.compareTo(last) > 0))
                    .toList();
        }

        private void turn() throws IOException {
            idle.release();
            go.acquireUninterruptibly();
            killed = killed || (odds > 0 && random.nextInt(odds) == 0);
            if (killed) {
                throw new IOException("killed");
            }
        }
    }
}
