package io.nextcart.data.log;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The systems whose exports Nextcart reads. */
public enum ExportFormat {
    /** The files of the RetailRocket dataset. */
    RETAILROCKET(false, false),
    /** The sessions of the OTTO dataset. */
    OTTO(true, false),
    /** The datasets of Amazon Personalize. */
    PERSONALIZE(true, true),
    /** The exports of Gorse. */
    GORSE(true, true);

    private final boolean ownTypes;
    private final boolean items;

    ExportFormat(boolean ownTypes, boolean items) {
        this.ownTypes = ownTypes;
        this.items = items;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of that name, null when there is none. */
    public static @Nullable ExportFormat fromWireName(String name) {
        return Arrays.stream(values())
                .filter(format -> format.wireName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** All names, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(ExportFormat::wireName).collect(Collectors.joining(", "));
    }

    /** Whether its event types have names of their own. */
    boolean hasOwnTypes() {
        return ownTypes;
    }

    /** Whether it has items that need importing. */
    boolean hasItems() {
        return items;
    }
}
