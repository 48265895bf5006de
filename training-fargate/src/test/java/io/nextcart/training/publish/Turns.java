package io.nextcart.training.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;

/**
 * Runs several actors by turns: of all threads one runs at a time, from one call of {@link #take} to the next, and a seed says whose
 * turn it is. So a schedule that failed can be run again.
 */
final class Turns {
    /** What an actor does. */
    interface Actor {
        void act() throws Exception;
    }

    private static final class Seat {
        final Semaphore turn = new Semaphore(0);
        volatile boolean done;
    }

    private final Random random;
    private final List<Seat> seats = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> faults = new ArrayList<>();
    private final Semaphore back = new Semaphore(0);
    private final ThreadLocal<Seat> own = new ThreadLocal<>();

    Turns(long seed) {
        random = new Random(seed);
    }

    /** Adds an actor; an exception of it ends the schedule. */
    void add(Actor actor) {
        Seat seat = new Seat();
        seats.add(seat);
        Thread thread = new Thread(() -> {
            own.set(seat);
            seat.turn.acquireUninterruptibly();
            try {
                actor.act();
            } catch (Throwable e) {
                faults.add(e); // nobody else runs
            } finally {
                seat.done = true;
                back.release();
            }
        });
        thread.setDaemon(true);
        threads.add(thread);
    }

    /** Lets the others run; returns when it is this actor's turn again. */
    void take() {
        Seat seat = own.get();
        if (seat != null) { // else the schedule is over, or has not begun
            back.release();
            seat.turn.acquireUninterruptibly();
        }
    }

    /** Plays to the end of every actor. */
    void play() throws InterruptedException {
        threads.forEach(Thread::start);
        while (true) {
            List<Seat> waiting = seats.stream().filter(seat -> !seat.done).toList();
            if (waiting.isEmpty()) {
                break;
            }
            waiting.get(random.nextInt(waiting.size())).turn.release();
            back.acquire();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!faults.isEmpty()) {
            throw new AssertionError(faults.get(0));
        }
    }
}
