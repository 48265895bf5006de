package io.nextcart.store;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Wraps object stores so that a test can observe, delay, replace or fail their calls. {@link ObjectSource#location}
 * never counts as a call.
 */
public final class HookedStore {
    private static final Set<String> WRITES = Set.of("put", "putIf", "upload", "delete");

    private HookedStore() {}

    /** A call about to be made. */
    public record Call(ObjectStore store, Method method, Object[] arguments) {
        public String name() {
            return method.getName();
        }

        /** The object's key, or the prefix of a listing. */
        public String key() {
            return (String) arguments[0];
        }

        /** Whether the call changes an object. */
        public boolean isWrite() {
            return WRITES.contains(name());
        }

        /** Makes the call. */
        public Object proceed() throws Exception {
            try {
                return method.invoke(store, arguments);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof Exception cause) {
                    throw cause;
                }
                throw e;
            }
        }
    }

    /** Replaces a call. */
    @FunctionalInterface
    public interface Around {
        Object call(Call call) throws Exception;
    }

    /** Runs before a call. */
    @FunctionalInterface
    public interface Before {
        void call(Call call) throws IOException;
    }

    /** Runs once. */
    @FunctionalInterface
    public interface Action {
        void run() throws IOException;
    }

    /** A store whose calls are replaced by {@code around}. */
    public static ObjectStore around(ObjectStore store, Around around) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    return method.getName().equals("location")
                            ? store.location()
                            : around.call(new Call(store, method, arguments));
                });
    }

    /** A store that runs {@code before} before each call. */
    public static ObjectStore before(ObjectStore store, Before before) {
        return around(store, call -> {
            before.call(call);
            return call.proceed();
        });
    }

    /** A store that runs an action before the first call of a method on keys with a prefix. */
    public static ObjectStore once(ObjectStore store, String method, String prefix, Action action) {
        AtomicBoolean done = new AtomicBoolean();
        return before(store, call -> {
            if (call.name().equals(method) && call.key().startsWith(prefix) && !done.getAndSet(true)) {
                action.run();
            }
        });
    }

    /**
     * A store that fails every call from a number on, as if the process had been killed: before the first of them is
     * made, or after.
     */
    public static ObjectStore killedAt(ObjectStore store, int call, boolean afterwards) {
        AtomicInteger made = new AtomicInteger();
        return around(store, now -> {
            int number = made.getAndIncrement();
            Object answer = number < call || (number == call && afterwards) ? now.proceed() : null;
            if (number >= call) {
                throw new IOException("killed");
            }
            return answer;
        });
    }
}
