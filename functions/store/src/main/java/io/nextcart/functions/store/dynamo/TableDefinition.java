package io.nextcart.functions.store.dynamo;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table as data, without the SDK, for code that creates or compares tables.
 *
 * @param name the logical name; a deployment may give the table another one
 * @param key the primary key
 * @param types of the attributes that any key uses, and of no other
 * @param ttlAttribute the attribute, in seconds since the epoch, after which an item expires; null when none does
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

    /** The types that keys may have, by DynamoDB's names. */
    public enum AttributeType {
        /** Text. */
        S,
        /** A number. */
        N
    }

    /** A partition key and, where there is one, a sort key. */
    public record TableKey(String partition, @Nullable String sort) {}

    /**
     * An index.
     *
     * @param local whether it shares the table's partitions (a local secondary index, read consistently) or has its own
     * @param attributes those that it holds beside the keys; none for all of them
     */
    public record TableIndex(String name, TableKey key, boolean local, List<String> attributes) {
        public TableIndex {
            attributes = List.copyOf(attributes);
        }

        /** The same with all attributes. */
        public TableIndex whole() {
            return new TableIndex(name, key, local, List.of());
        }
    }
}
