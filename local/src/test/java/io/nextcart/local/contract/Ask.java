package io.nextcart.local.contract;

import static java.util.stream.Collectors.joining;

import io.nextcart.local.contract.ApiDocument.Operation;
import io.nextcart.local.contract.ApiDocument.Parameter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A request for one operation, initially with the document's own examples. */
final class Ask {
    final Operation operation;
    /** Values of the parameters, as text; a list has several. */
    final Map<Parameter, List<String>> parameters = new LinkedHashMap<>();

    @Nullable
    String body;

    private Ask(Operation operation) {
        this.operation = operation;
    }

    /** Every parameter and the body from their examples. */
    static Ask ofExamples(Operation operation) {
        Ask ask = new Ask(operation);
        for (Parameter parameter : operation.parameters) {
            List<String> values = new ArrayList<>();
            if (parameter.isList()) {
                parameter.example().forEach(value -> values.add(value.asString()));
            } else {
                values.add(parameter.example().asString());
            }
            ask.parameters.put(parameter, values);
        }
        JsonNode example = operation.bodyExample();
        ask.body = example.isMissingNode() ? null : example.toString();
        return ask;
    }

    ContractShop.Reply to(ContractShop shop) {
        return shop.send(operation.method, target(), body);
    }

    /** Path and query. */
    String target() {
        String path = operation.path;
        for (Map.Entry<Parameter, List<String>> each : parameters.entrySet()) {
            if (each.getKey().in().equals("path")) {
                path = path.replace(
                        "{" + each.getKey().name() + "}",
                        encoded(each.getValue().get(0)));
            }
        }
        String query = parameters.entrySet().stream()
                .filter(each -> each.getKey().in().equals("query"))
                .flatMap(each ->
                        each.getValue().stream().map(value -> each.getKey().name() + "=" + encoded(value)))
                .collect(joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return operation.method + " " + target() + (body == null ? "" : " " + body);
    }
}
