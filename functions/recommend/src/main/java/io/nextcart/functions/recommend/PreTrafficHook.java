package io.nextcart.functions.recommend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.data.Environment;
import io.nextcart.store.ObjectSource;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda that CodeDeploy calls before a new version of {@link RecommendFunction} gets any shopper's request. It
 * sends that version the calls of shoppers, and fails the deployment unless every answer is a 200 and, when the store
 * has a model, a non-empty list of the right level.
 *
 * @see <a
 * href="https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html">Hooks of
 *     CodeDeploy</a>
 */
public final class PreTrafficHook implements RequestStreamHandler {
    private final Aws aws;
    private final ObjectSource store;
    private final String version;

    /** The calls to AWS. */
    interface Aws {
        /** Calls a function, and returns its answer. */
        byte[] invoke(String function, byte[] event) throws IOException;

        /** Reports the result of a hook to CodeDeploy. */
        void report(byte[] status) throws IOException;
    }

    /** For Lambda. */
    public PreTrafficHook() {
        this(new Environment(System.getenv()));
    }

    /** Reads {@code NEXTCART_STORE} and {@code NEXTCART_VERSION}, the ARN of the version to test. */
    PreTrafficHook(Environment variables) {
        ModelPlace place = ModelPlace.named(variables);
        this.version = variables.required("NEXTCART_VERSION", "the ARN of a version");
        this.aws = new SignedCalls(variables, place.credentials());
        variables.check();
        this.store = place.open();
    }

    /** @param version ARN of the function's version */
    PreTrafficHook(Aws aws, ObjectSource store, String version) {
        this.aws = requireNonNull(aws, "aws is null");
        this.store = requireNonNull(store, "store is null");
        this.version = requireNonNull(version, "version is null");
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        JsonObject event = JsonObject.read(in.readAllBytes(), "event", "an event of CodeDeploy");
        JsonFields status = new JsonFields()
                .put("deploymentId", event.text("DeploymentId"))
                .put("lifecycleEventHookExecutionId", event.text("LifecycleEventHookExecutionId"));
        String fault;
        try {
            fault = fault();
        } catch (IOException | RuntimeException e) {
            fault = "it cannot be asked: " + e;
        }
        if (fault != null) {
            System.getLogger(PreTrafficHook.class.getName())
                    .log(System.Logger.Level.ERROR, "{0} gets no request of a shopper: {1}", version, fault);
        }
        aws.report(status.put("status", fault == null ? "Succeeded" : "Failed").toBytes());
        out.write(new JsonFields().put("fault", fault).toBytes());
    }

    /** What is wrong with the version, or null. */
    private @Nullable String fault() throws IOException {
        boolean hasModel = store.etag(Current.KEY).isPresent();
        Answer popular = ask("GET", "/v1/popular", null);
        String fault = popular.fault(hasModel, hasModel ? "popular" : "empty");
        if (fault != null || !hasModel) {
            return fault;
        }
        String first = popular.items.get(0);
        String session = new JsonFields()
                .putAll("session", List.of(first), item -> new JsonFields().put("item_id", item))
                .toText();
        fault = ask("POST", "/v1/recommendations", session).fault(true, "session");
        if (fault == null) {
            fault = ask("GET", "/v1/recommendations/nextcart-hook", null).fault(true, "popular");
        }
        return fault;
    }

    /** An answer of the version. */
    private record Answer(String call, long status, String level, List<String> items) {
        @Nullable
        String fault(boolean hasModel, String expected) {
            if (status != 200) {
                return call + " is answered with status " + status + ", expected 200";
            }
            if (!expected.equals(level)) {
                return call + " is answered at level '" + level + "', expected " + expected;
            }
            return hasModel && items.isEmpty() ? call + " is answered with no items" : null;
        }
    }

    private Answer ask(String method, String path, @Nullable String body) throws IOException {
        String call = method + " " + path;
        JsonFields event =
                new JsonFields().put("httpMethod", method).put("path", path).put("body", body);
        JsonObject reply = JsonObject.read(aws.invoke(version, event.toBytes()), call, "an answer of the function");
        if (!reply.has("statusCode")) { // it did not start, or failed: the answer is Lambda's error
            throw new IOException(
                    call + ": " + reply.optionalText("errorType") + ": " + reply.optionalText("errorMessage"));
        }
        long status = reply.count("statusCode");
        if (status != 200) {
            return new Answer(call, status, "", List.of());
        }
        JsonObject answer = JsonObject.read(reply.text("body").getBytes(UTF_8), call, "a list of items");
        return new Answer(
                call, status, answer.text("fallback_level"), answer.objects("items", item -> item.text("item_id")));
    }
}
