package io.nextcart.training.publish;

import io.nextcart.store.HookedStore;
import io.nextcart.store.HookedStore.Call;
import io.nextcart.store.ObjectSource.Tagged;
import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** An object store as one process sees it on a bad day: each call may fail, before or after its effect, come twice, or read what was. */
final class FaultyStore {
    /** One call in this many has a fault. */
    private static final int RARE = 12;

    /** Earlier answers to reads by their call and key: what a stale read returns. */
    private final Map<String, List<Object>> earlier = new HashMap<>();

    private final Random random;
    private final Turns turns;
    private boolean killed;

    private FaultyStore(Random random, Turns turns) {
        this.random = random;
        this.turns = turns;
    }

    /** The store as a process sees it; a kill ends every later call. */
    static ObjectStore of(ObjectStore store, Random random, Turns turns) {
        return HookedStore.around(store, new FaultyStore(random, turns)::call);
    }

    private Object call(Call call) throws Exception {
        turns.take();
        if (killed) {
            throw new IOException("killed");
        }
        if (random.nextInt(RARE) != 0) {
            return kept(call, call.proceed());
        }
        switch (random.nextInt(call.isWrite() ? 5 : 3)) {
            case 0 -> throw new IOException("no answer, nothing happened");
            case 1 -> {
                killed = random.nextBoolean();
                call.proceed();
                throw new IOException("no answer, though it happened");
            }
            case 2 -> {
                return call.isWrite() ? call.proceed() : stale(call);
            }
            default -> {
                call.proceed();
                turns.take(); // others may come between a call and its repetition
                return call.proceed();
            }
        }
    }

    private Object stale(Call call) throws Exception {
        List<Object> answers = earlier.getOrDefault(call.name() + call.key(), List.of());
        return answers.isEmpty() ? call.proceed() : answers.get(random.nextInt(answers.size()));
    }

    private Object kept(Call call, Object answer) {
        if (answer instanceof Optional<?> read
                && (read.isEmpty() || read.get() instanceof Tagged || read.get() instanceof String)) {
            earlier.computeIfAbsent(call.name() + call.key(), key -> new ArrayList<>())
                    .add(answer);
        }
        return answer;
    }
}
