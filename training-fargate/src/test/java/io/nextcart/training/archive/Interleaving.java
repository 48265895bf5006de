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
 * Lets several actors work on one store, one call at a time, in an order that a seed tells. A list comes in two pages, as S3 makes it, and
 * what others do between them is in the second one only.
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

    /** What an actor does with the store as it sees it. */
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

    /** Plays until all are done or dead; the first failure that is no kill is thrown. */
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
