package io.nextcart.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** An enum whose constants stand in documents, settings and calls by their names in lower case. */
public interface WireName {
    String name();

    /** The name in documents, settings and calls. */
    default String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The constant with that name there; empty when there is none. */
    static <E extends Enum<E> & WireName> Optional<E> find(Class<E> type, String wireName) {
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> one.wireName().equals(wireName))
                .findFirst();
    }
}
