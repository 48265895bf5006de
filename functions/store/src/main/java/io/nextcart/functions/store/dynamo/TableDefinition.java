package io.nextcart.functions.store.dynamo;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table as data, without the SDK, for code that creates or compares tables.
 *
 * @param name the logical name; a deployment may use another
 * @param key the primary key
 * @param types of the attributes used in keys, and no others
 * @param ttlAttribute the attribute with the expiry time, in seconds since the epoch; null when items do not expire
 * @param stream whether changes are streamed, with the new image, for the archive
 */
public record TableDefinition(
        String name,
        TableKey key,
        Map<String, AttributeType> types,
        List<TableIndex> indexes,
        @Nullable String ttlAttribute,
        boolean stream) {
    public TableDefinition {
        requireNonNull(name, "name is null");
        requireNonNull(key, "key is null");
        types = Map.copyOf(types);
        indexes = List.copyOf(indexes);
    }

    /** The types of key attributes, by DynamoDB's names. */
    public enum AttributeType {
        /** Text. */
        S,
        /** A number. */
        N
    }

    /** A partition key, and a sort key or null. */
    public record TableKey(String partition, @Nullable String sort) {}

    /**
     * An index.
     *
     * @param local whether it shares the table's partitions (a local secondary index, with consistent reads) or has its
     *     own
     * @param attributes projected besides the keys; none for all
     */
    public record TableIndex(String name, TableKey key, boolean local, List<String> attributes) {
        public TableIndex {
            attributes = List.copyOf(attributes);
        }

        /** The same index with all attributes. */
        public TableIndex whole() {
            return new TableIndex(name, key, local, List.of());
        }
    }
}
