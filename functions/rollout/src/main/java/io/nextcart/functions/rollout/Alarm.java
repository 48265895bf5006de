package io.nextcart.functions.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the alarms that the pipeline passes on. */
final class Alarm {
    private Alarm() {}

    /**
     * The names of those that ring.
     *
     * @param alarms a list of {@code {"name", "state"}}; null for none
     */
    static List<String> raised(@Nullable Object alarms) {
        List<String> names = new ArrayList<>();
        if (alarms == null) {
            return names;
        }
        if (!(alarms instanceof List<?> list)) {
            throw new IllegalArgumentException("alarms is " + alarms + ", expected a list");
        }
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> alarm)
                    || !(alarm.get("name") instanceof String name)
                    || !(alarm.get("state") instanceof String state)) {
                throw new IllegalArgumentException("alarms holds " + element + ", expected name and state");
            }
            if (state.equals("ALARM")) {
                names.add(name);
            }
        }
        return names;
    }
}
