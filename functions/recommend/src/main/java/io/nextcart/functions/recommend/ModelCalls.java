package io.nextcart.functions.recommend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.functions.api.ApiRequest;
import io.nextcart.functions.api.ApiResponse;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.store.document.RankerMetrics;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The calls about the service itself. */
final class ModelCalls {
    private final RecommendService service;

    ModelCalls(RecommendService service) {
        this.service = requireNonNull(service, "service is null");
    }

    /** {@code GET /v1/model}: what serves, since when, how it did when it was judged, and the challenger of a trial. */
    ApiResponse model(ApiRequest request) {
        Optional<ServedModel> served = service.model();
        return ApiResponse.json(200, json -> {
            json.writeStringField("model", served.map(ServedModel::version).orElse(null));
            if (served.isPresent()) {
                ServedModel model = served.get();
                json.writeStringField("objective", model.manifest().objective());
                json.writeStringField(
                        "published_at",
                        Instant.ofEpochMilli(model.publishedAtMs()).toString());
                json.writeNumberField("age_seconds", model.ageSeconds(service.nowMs()));
                json.writeStringField("previous", model.previous());
                writeMetrics(json, model);
                Assignment trial = service.trial().assignment();
                if (trial != null) {
                    writeChallenger(json, trial, service.trial().challenger());
                }
            }
        });
    }

    private static void writeChallenger(JsonGenerator json, Assignment trial, @Nullable ServedModel challenger)
            throws IOException {
        json.writeObjectFieldStart("challenger");
        json.writeStringField("model", trial.challenger());
        json.writeNumberField("share", trial.share());
        json.writeBooleanField("loaded", challenger != null);
        if (challenger != null) {
            json.writeStringField("objective", challenger.manifest().objective());
            writeMetrics(json, challenger);
        }
        json.writeEndObject();
    }

    private static void writeMetrics(JsonGenerator json, ServedModel model) throws IOException {
        RankerMetrics metrics = RankerMetrics.of(model.manifest().details().objectOrEmpty("metrics"));
        json.writeFieldName("metrics");
        json.writeRawValue(new String(metrics.toJson().toBytes(), UTF_8));
    }

    /** {@code GET /v1/health}: this process answers. */
    ApiResponse health(ApiRequest request) {
        Optional<ServedModel> served = service.model();
        return ApiResponse.json(200, json -> {
            json.writeStringField("status", "ok");
            json.writeStringField("model", served.map(ServedModel::version).orElse(null));
        });
    }
}
