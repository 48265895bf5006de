package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.api.ApiRequest;
import io.nextcart.functions.api.ApiResponse;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.RankerMetrics;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The calls about the service itself. */
final class ModelCalls {
    private final RecommendService service;

    ModelCalls(RecommendService service) {
        this.service = requireNonNull(service, "service is null");
    }

    /** {@code GET /v1/model}: what serves, since when, how it did when it was judged, and the challenger of a trial. */
    ApiResponse model(ApiRequest request) {
        ServedModel model = service.model().orElse(null);
        if (model == null) {
            return ApiResponse.json(200, new JsonFields().put("model", (String) null));
        }
        JsonFields fields = new JsonFields()
                .put("model", model.version())
                .put("objective", model.manifest().objective().wireName())
                .putInstant("published_at", model.publishedAtMs())
                .put("age_seconds", model.ageSeconds(service.nowMs()))
                .put("previous", model.previous())
                .put("metrics", metrics(model));
        Assignment trial = service.trial().assignment();
        if (trial != null) {
            fields.put("challenger", challenger(trial, service.trial().challenger()));
        }
        return ApiResponse.json(200, fields);
    }

    private static JsonFields challenger(Assignment trial, @Nullable ServedModel challenger) {
        JsonFields fields = new JsonFields()
                .put("model", trial.challenger())
                .put("share", trial.share())
                .put("loaded", challenger != null);
        return challenger == null
                ? fields
                : fields.put("objective", challenger.manifest().objective().wireName()).put("metrics", metrics(challenger));
    }

    private static JsonFields metrics(ServedModel model) {
        try {
            return RankerMetrics.of(model.manifest().details().objectOrEmpty("metrics"))
                    .toJson();
        } catch (DamagedDocumentException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code GET /v1/health}: this process answers. */
    ApiResponse health(ApiRequest request) {
        String version = service.model().map(ServedModel::version).orElse(null);
        return ApiResponse.json(200, new JsonFields().put("status", "ok").put("model", version));
    }
}
