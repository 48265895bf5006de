package io.nextcart.local.store;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * The maps of the file.
 *
 * @param events by shopper and time
 * @param eventTimes time of each event; has exactly the events of {@code events}
 * @param tombstones when a user was last deleted, milliseconds since the epoch
 * @param items catalogue entries, by the time of the last change
 * @param itemTimes time of each item's last change; has exactly the items of {@code items}
 * @param rules the document of each version of the merchandising rules
 * @param changes those of {@link ChangeStream}, by number
 * @param streamState of {@link ChangeStream}
 */
record Maps(
        MVMap<EventRow.Key, EventRow> events,
        MVMap<EventRow.Id, Long> eventTimes,
        MVMap<String, Long> tombstones,
        MVMap<ItemRow.Key, ItemRow> items,
        MVMap<String, Long> itemTimes,
        MVMap<Long, String> rules,
        MVMap<Long, String> changes,
        MVMap<String, String> streamState) {
    static Maps of(MVStore store) {
        BasicDataType<String> text = StringDataType.INSTANCE;
        BasicDataType<Long> number = LongDataType.INSTANCE;
        return new Maps(
                map(store, "events", EventRow.Key.FORM, EventRow.FORM),
                map(store, "times", EventRow.Id.FORM, number),
                map(store, "tombstones", text, number),
                map(store, "items", ItemRow.Key.FORM, ItemRow.FORM),
                map(store, "item_times", text, number),
                map(store, "rules", number, text),
                map(store, "changes", number, text),
                map(store, "stream_state", text, text));
    }

    private static <K, V> MVMap<K, V> map(MVStore store, String name, BasicDataType<K> keys, BasicDataType<V> values) {
        return store.openMap(name, new MVMap.Builder<K, V>().keyType(keys).valueType(values));
    }
}
