package io.nextcart.local.gateway;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The calls that {@code functions/openapi.yaml} describes, of which API Gateway knows no others. */
public final class Contract {
    private static final String DOCUMENT = "openapi.yaml";

    private final List<Operation> operations;

    private Contract(List<Operation> operations) {
        this.operations = List.copyOf(operations);
    }

    /**
     * One call.
     *
     * @param method in upper case
     * @param path a template, such as {@code /v1/items/{item_id}/similar}
     * @param function the tag: the Lambda that answers
     * @param page whether a page of the shop may ask it from a shopper's browser
     */
    public record Operation(String method, String path, String function, boolean page) {
        public Operation {
            requireNonNull(method, "method is null");
            requireNonNull(path, "path is null");
            requireNonNull(function, "function is null");
        }
    }

    /** Reads the document that was built in. */
    public static Contract load() {
        try (InputStream in = requireNonNull(Contract.class.getResourceAsStream(DOCUMENT), "no " + DOCUMENT)) {
            return of(new Load(LoadSettings.builder().setLabel(DOCUMENT).build()).loadFromInputStream(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the document's order. */
    public List<Operation> operations() {
        return operations;
    }

    private static Contract of(@Nullable Object document) {
        List<Operation> operations = new ArrayList<>();
        map(map(document).get("paths"))
                .forEach((path, methods) -> map(methods).forEach((method, call) -> {
                    if (!(map(call).get("tags") instanceof List<?> tags) || tags.size() != 1) {
                        throw new IllegalStateException(DOCUMENT + ": " + method + " " + path
                                + " has not one tag, expected the function's name");
                    }
                    operations.add(new Operation(
                            method.toString().toUpperCase(Locale.ROOT),
                            path.toString(),
                            (String) tags.get(0),
                            Boolean.TRUE.equals(map(call).get("x-nextcart-page"))));
                }));
        return new Contract(operations);
    }

    private static Map<?, ?> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalStateException(DOCUMENT + ": found " + value + ", expected a mapping");
    }
}
