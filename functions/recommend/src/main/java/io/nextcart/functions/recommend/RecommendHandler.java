package io.nextcart.functions.recommend;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.functions.api.ApiHandler;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.functions.api.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Lambda behind the calls that recommend: {@code functions/openapi.yaml}. Thread-safe. */
public final class RecommendHandler implements RequestStreamHandler {
    private final ApiHandler api;

    public RecommendHandler(RecommendService service) {
        this(service, RequestLog.NONE, Cors.NONE);
    }

    /**
     * @param log is told of every request
     * @param cors whose pages may read the answers
     */
    public RecommendHandler(RecommendService service, RequestLog log, Cors cors) {
        RecommendCalls calls = new RecommendCalls(service);
        CompatibleCalls compatible = new CompatibleCalls(service);
        ModelCalls model = new ModelCalls(service);
        api = new ApiHandler(
                new Router()
                        .on("GET", "/v1/recommendations/{user_id}", calls::forUser)
                        .on("POST", "/v1/recommendations", calls::forJson)
                        .on("GET", "/v1/items/{item_id}/similar", calls::similar)
                        .on("GET", "/v1/popular", calls::popular)
                        .on("GET", "/v1/model", model::model)
                        .on("GET", "/v1/health", model::health)
                        .on("POST", "/recommendations", compatible::blended)
                        .on("POST", "/recommendations_offline", compatible::offline)
                        .on("POST", "/recommendations_online", compatible::online)
                        .on("POST", "/similar_items", compatible::similar),
                log,
                cors);
    }

    /** What this Lambda answers: each a method and a path of {@code functions/openapi.yaml}. */
    public List<String> routes() {
        return api.routes();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        api.handleRequest(in, out, context);
    }
}
