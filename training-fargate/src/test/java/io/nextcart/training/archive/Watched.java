package io.nextcart.training.archive;

import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A store whose calls a test sees, and may let fail. */
final class Watched {
    private Watched() {}

    /** One call that is about to be made. */
    record Call(ObjectStore store, Method method, Object[] arguments) {
        String name() {
            return method.getName();
        }

        Object go() throws Throwable {
            try {
                return method.invoke(store, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    /** Makes the call, or does something else. */
    interface Watch {
        Object on(Call call) throws Throwable;
    }

    /** Does something before a call. */
    interface Before {
        void call(Call call) throws IOException;
    }

    static ObjectStore store(ObjectStore store, Watch watch) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) -> method.getName().equals("location")
                        ? store.location()
                        : watch.on(new Call(store, method, arguments)));
    }

    static ObjectStore before(ObjectStore store, Before before) {
        return store(store, call -> {
            before.call(call);
            return call.go();
        });
    }

    /** Fails at a call, before it is made or after, and at all calls from then on. */
    static ObjectStore killedAt(ObjectStore store, int calls, boolean afterwards) {
        int[] made = new int[1];
        return store(store, call -> {
            int number = made[0]++;
            if (number > calls || (number == calls && !afterwards)) {
                throw new IOException("killed");
            }
            Object answer = call.go();
            if (number == calls) {
                throw new IOException("killed");
            }
            return answer;
        });
    }
}
