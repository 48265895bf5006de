package io.nextcart.local.store;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * What the file holds.
 *
 * @param events by shopper and time
 * @param eventTimes when each event happened, by what makes it one of its kind: the keys of {@code events} and no others
 * @param tombstones when a shopper was forgotten last, milliseconds since the epoch
 * @param items what is said of items, by the time of the last change
 * @param itemTimes when each item was changed last: the keys of {@code items} and no others
 * @param changes what is to be read by {@link ChangeStream}, by its number
 * @param streamState of {@link ChangeStream}
 */
record Maps(
        MVMap<RowKey, EventBody> events,
        MVMap<IdKey, Long> eventTimes,
        MVMap<String, Long> tombstones,
        MVMap<ChangeKey, ItemBody> items,
        MVMap<String, Long> itemTimes,
        MVMap<Long, String> changes,
        MVMap<String, String> streamState) {
    static Maps of(MVStore store) {
        return new Maps(
                store.openMap(
                        "events",
                        new MVMap.Builder<RowKey, EventBody>()
                                .keyType(new RowKey.Type())
                                .valueType(new EventBody.Type())),
                store.openMap(
                        "times",
                        new MVMap.Builder<IdKey, Long>()
                                .keyType(new IdKey.Type())
                                .valueType(LongDataType.INSTANCE)),
                store.openMap("tombstones", longs()),
                store.openMap(
                        "items",
                        new MVMap.Builder<ChangeKey, ItemBody>()
                                .keyType(new ChangeKey.Type())
                                .valueType(new ItemBody.Type())),
                store.openMap("item_times", longs()),
                store.openMap(
                        "changes",
                        new MVMap.Builder<Long, String>()
                                .keyType(LongDataType.INSTANCE)
                                .valueType(StringDataType.INSTANCE)),
                store.openMap(
                        "stream_state",
                        new MVMap.Builder<String, String>()
                                .keyType(StringDataType.INSTANCE)
                                .valueType(StringDataType.INSTANCE)));
    }

    private static MVMap.Builder<String, Long> longs() {
        return new MVMap.Builder<String, Long>()
                .keyType(StringDataType.INSTANCE)
                .valueType(LongDataType.INSTANCE);
    }
}
