package io.nextcart.functions.store.dynamo;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads and writes optional attributes; throws {@link IllegalArgumentException} for one of an unexpected form. */
final class Attributes {
    private Attributes() {}

    static void text(Map<String, AttributeValue> item, String name, @Nullable String value) {
        if (value != null) {
            item.put(name, AttributeValue.fromS(value));
        }
    }

    static @Nullable String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? null : value.s();
    }

    static String required(Map<String, AttributeValue> item, String name) {
        String text = text(item, name);
        if (text == null) {
            throw new IllegalArgumentException(name + " is missing, expected text");
        }
        return text;
    }

    /** As text: a double may exceed the range of DynamoDB's numbers, which also lack −0.0. */
    static void real(Map<String, AttributeValue> item, String name, @Nullable Double value) {
        text(item, name, value == null ? null : value.toString());
    }

    static @Nullable Double real(Map<String, AttributeValue> item, String name) {
        String text = text(item, name);
        return text == null ? null : Double.valueOf(text);
    }

    static long whole(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || value.n() == null) {
            throw new IllegalArgumentException(name + " is missing, expected a number");
        }
        return Long.parseLong(value.n());
    }
}
