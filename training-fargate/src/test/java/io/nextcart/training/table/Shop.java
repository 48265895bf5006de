package io.nextcart.training.table;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.sql.SqlEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Small logs for tests; times are in minutes. */
final class Shop {
    static final long MINUTE_MS = 60_000;
    static final long DAY = 24 * 60;

    private Shop() {}

    static Event view(String user, String item, long minute) {
        return event(user, EventType.VIEW, item, minute, null);
    }

    static Event cart(String user, String item, long minute) {
        return event(user, EventType.ADD_TO_CART, item, minute, null);
    }

    static Event remove(String user, String item, long minute) {
        return event(user, EventType.REMOVE_FROM_CART, item, minute, null);
    }

    static Event buy(String user, String item, long minute, String order) {
        return event(user, EventType.TRANSACTION, item, minute, order);
    }

    static ItemProperty property(String item, String name, @Nullable String value, long minute) {
        return new ItemProperty(minute * MINUTE_MS, new ItemId(item), name, value);
    }

    /** Events of 60 shoppers on 40 items over 50 days. */
    static List<Event> random(long seed, int events) {
        Random random = new Random(seed);
        List<Event> log = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            String user = "u" + random.nextInt(60);
            String item = Integer.toString((int) Math.abs(random.nextGaussian() * 15) % 40);
            long minute = random.nextInt(50) * DAY + random.nextInt(90);
            switch (random.nextInt(10)) {
                case 0 -> log.add(buy(user, item, minute, "t" + random.nextInt(30)));
                case 1, 2 -> log.add(cart(user, item, minute));
                default -> log.add(view(user, item, minute));
            }
        }
        return log;
    }

    static long build(Path folder, int threads, long endMinute, Iterable<?>... rows) throws IOException {
        try (SqlEngine sql = new DuckDbEngine(folder.resolve("work"), threads, 256L << 20)) {
            return new TableBuilder(load(sql, rows), Progress.NONE).build(folder, endMinute * MINUTE_MS);
        }
    }

    static LogDatabase load(SqlEngine sql, Iterable<?>... rows) {
        LogLoader log = new LogLoader(sql);
        for (Iterable<?> part : rows) {
            for (Object row : part) {
                if (row instanceof Event event) {
                    log.accept(event);
                } else if (row instanceof ItemProperty property) {
                    log.accept(property);
                } else if (row instanceof io.nextcart.data.Category category) {
                    log.accept(category);
                }
            }
        }
        return log.load();
    }

    private static Event event(String user, EventType type, String item, long minute, String order) {
        return new Event(null, new UserId(user), type, new ItemId(item), minute * MINUTE_MS, order, null, null);
    }
}
