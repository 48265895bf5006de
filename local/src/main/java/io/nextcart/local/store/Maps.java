package io.nextcart.local.store;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * What the file holds.
 *
 * @param events by shopper and time
 * @param eventTimes when each event happened: the ids of {@code events} and no others
 * @param tombstones when a user was deleted last, milliseconds since the epoch
 * @param items what the shop says about items, by the time of the last change
 * @param itemTimes when each item was changed last: the keys of {@code items} and no others
 * @param changes what {@link ChangeStream} hands out, by its number
 * @param streamState of {@link ChangeStream}
 */
record Maps(
        MVMap<EventRow.Key, EventRow> events,
        MVMap<EventRow.Id, Long> eventTimes,
        MVMap<String, Long> tombstones,
        MVMap<ItemRow.Key, ItemRow> items,
        MVMap<String, Long> itemTimes,
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
                map(store, "changes", number, text),
                map(store, "stream_state", text, text));
    }

    private static <K, V> MVMap<K, V> map(MVStore store, String name, BasicDataType<K> keys, BasicDataType<V> values) {
        return store.openMap(name, new MVMap.Builder<K, V>().keyType(keys).valueType(values));
    }
}
