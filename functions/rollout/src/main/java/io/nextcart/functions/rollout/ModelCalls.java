package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.functions.api.ApiRequest;
import io.nextcart.functions.api.ApiResponse;
import io.nextcart.functions.api.EntityTag;
import io.nextcart.functions.api.Fields;
import io.nextcart.functions.api.ProblemException;
import io.nextcart.store.LostRaceException;
import io.nextcart.store.ObjectKey;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.registry.FruitlessRun;
import io.nextcart.store.registry.Registry;
import io.nextcart.store.registry.StoredModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls on the models of a store. A change of what serves may carry the {@code ETag} that it is based on in {@code
 * If-Match}, and is a 412 when something else serves by now.
 */
final class ModelCalls {
    private static final int USUAL = 20;
    private static final int MOST = 100;
    private static final int RETRY_AFTER_SECONDS = 1;

    private final Registry registry;
    private final Clock clock;

    ModelCalls(Registry registry, Clock clock) {
        this.registry = requireNonNull(registry, "registry is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    private interface Ask<T> {
        T ask() throws IOException;
    }

    /** {@code GET /v1/models}: what serves, the newest models, and the newest trainings that left none. */
    ApiResponse all(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        int most = fields.wholeNumber("k", 1, MOST, USUAL);
        fields.check();
        return orUnavailable(() -> {
            Optional<Registry.Serving> serving = registry.serving();
            List<FruitlessRun> runs = registry.fruitlessRuns();
            JsonFields answer = served(serving.map(Registry.Serving::current).orElse(null))
                    .put(
                            "problem",
                            serving.map(Registry.Serving::damage)
                                    .map(Throwable::getMessage)
                                    .orElse(null))
                    .putAll("models", registry.list(most), ModelCalls::model)
                    .putAll("runs", runs.subList(0, Math.min(most, runs.size())), ModelCalls::run);
            return answer(answer, serving);
        });
    }

    /** {@code PUT /v1/models/champion}: the version serves every shopper from now on, and a trial ends. */
    ApiResponse serve(ApiRequest request) {
        Fields fields = Fields.ofBody(request);
        String named = fields.oneOf(
                "version", name -> ObjectKey.isSegment(name) ? name : null, "the versions that GET /v1/models lists");
        fields.check();
        String version = requireNonNull(named, "a missing version is a fault");
        return orUnavailable(() -> {
            Optional<Registry.Serving> seen = registry.serving();
            if (seen.filter(now -> now.isOnly(version)).isEmpty()) {
                EntityTag.check(request, tag(seen));
                change(version, seen);
            } // otherwise it is done, such as when the answer to the same call was lost
            Optional<Registry.Serving> now = registry.serving();
            return answer(served(now.map(Registry.Serving::current).orElse(null)), now);
        });
    }

    /**
     * {@code GET /v1/models/{version}/report}: the report of a model, or of a training that the gate refused. A browser saves it as a file,
     * and runs none of it.
     */
    ApiResponse report(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String version = fields.pathId(request, "version");
        fields.check();
        byte[] html = orUnavailable(() -> registry.report(version))
                .orElseThrow(() -> ProblemException.notFound("No report of " + version + " is stored"));
        return new ApiResponse(
                200,
                "text/html",
                Map.of(
                        "cache-control",
                        "no-store",
                        "content-disposition",
                        "attachment; filename=\"report-" + version + ".html\"",
                        "content-security-policy",
                        "sandbox; default-src 'none'",
                        "x-content-type-options",
                        "nosniff"),
                new String(html, StandardCharsets.UTF_8),
                List.of());
    }

    private void change(String version, Optional<Registry.Serving> seen) throws IOException {
        try {
            registry.serve(version, seen, clock);
        } catch (LostRaceException e) {
            throw ProblemException.preconditionFailed("What serves has changed meanwhile; read it again");
        } catch (BadInputException e) {
            throw ProblemException.notFound("There is no model " + version);
        } catch (DamagedDocumentException e) {
            throw ProblemException.invalid("version", "is damaged, expected a model that can serve: " + e.getMessage());
        }
    }

    private static JsonFields model(StoredModel model) {
        return model.withLastLook().toJson().putInstant("made_at", Manifest.madeAt(model.version()));
    }

    private static JsonFields run(FruitlessRun run) {
        return run.toJson().putInstant("ended_at", run.endedAtMs() < 0 ? null : run.endedAtMs());
    }

    private static JsonFields served(@Nullable Current current) {
        return current == null ? new JsonFields() : current.toFields();
    }

    private static ApiResponse answer(JsonFields body, Optional<Registry.Serving> serving) {
        ApiResponse response = ApiResponse.json(200, body);
        String tag = tag(serving);
        return tag == null ? response : response.with(Map.of("etag", tag));
    }

    private static @Nullable String tag(Optional<Registry.Serving> serving) {
        return serving.map(Registry.Serving::etag).map(EntityTag::of).orElse(null);
    }

    private static <T> T orUnavailable(Ask<T> ask) {
        try {
            return ask.ask();
        } catch (IOException e) {
            System.getLogger(ModelCalls.class.getName())
                    .log(System.Logger.Level.WARNING, "The store of models does not respond", e);
            throw ProblemException.unavailable(
                    "The store of models does not respond; send the same again", RETRY_AFTER_SECONDS);
        }
    }
}
