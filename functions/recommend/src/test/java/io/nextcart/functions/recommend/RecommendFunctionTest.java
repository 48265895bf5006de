package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.engine.TinyBundle;
import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.api.ProxyCall.Reply;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.store.FolderObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecommendFunctionTest {
    private static final String NOBODY = "http://127.0.0.1:9/nobody";

    @TempDir
    private Path folder;

    @Test
    void everythingWrongWithTheEnvironmentIsToldAtOnce() {
        assertThatThrownBy(() -> new RecommendFunction(Map.of("NEXTCART_MODEL_CHECK_SECONDS", "soon"), RequestLog.NONE))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("NEXTCART_STORE is missing, expected s3://bucket/prefix or a folder")
                .hasMessageContaining("NEXTCART_EVENTS or NEXTCART_EVENTS_TABLE is missing")
                .hasMessageContaining("NEXTCART_MODEL_CHECK_SECONDS is 'soon'");
    }

    @Test
    void aStoreThatIsNoPlaceIsQuoted() {
        for (String store : new String[] {"s3://B", "s3://bucket/../x", "gs://bucket"}) {
            assertThatThrownBy(() -> new RecommendFunction(
                            Map.of("NEXTCART_STORE", store, "NEXTCART_EVENTS", NOBODY), RequestLog.NONE))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("NEXTCART_STORE is " + store + ", expected ");
        }
    }

    @Test
    void anEndpointThatIsNoneIsQuoted() {
        for (String endpoint : new String[] {"127.0.0.1:9000", "ftp://host", "http://host/?a"}) {
            assertThatThrownBy(() -> new RecommendFunction(
                            Map.of(
                                    "NEXTCART_STORE", "s3://shop",
                                    "NEXTCART_EVENTS", NOBODY,
                                    "AWS_ENDPOINT_URL_S3", endpoint),
                            RequestLog.NONE))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("AWS_ENDPOINT_URL_S3 is " + endpoint + ", expected ");
        }
    }

    @Test
    void theModelOfAFolderServesAtOnceAndWithoutAnEventStore() throws Exception {
        FolderObjectStore store = new FolderObjectStore(folder.resolve("store"));
        TinyBundle.publish(store, "v1", folder.resolve("work"), 1);
        RecommendFunction function = new RecommendFunction(
                Map.of("NEXTCART_STORE", folder.resolve("store").toString(), "NEXTCART_EVENTS", NOBODY),
                RequestLog.NONE);
        Reply reply = ProxyCall.of("POST /v1/recommendations")
                .body("{\"session\":[{\"item_id\":\"a\"}],\"k\":3}")
                .to(function);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json()).containsEntry("model", "v1").containsEntry("fallback_level", "session");
        TinyBundle.put(store, "v2", folder.resolve("work"));
        TinyBundle.serve(store, "v2", "v1", 2);
        function.afterRestore(null);
        assertThat(ProxyCall.of("GET /v1/model").to(function).json()).containsEntry("model", "v2");
    }

    @Test
    void aStoreWithoutAModelIsNoFault() {
        RecommendFunction function = new RecommendFunction(
                Map.of("NEXTCART_STORE", folder.resolve("none").toString(), "NEXTCART_EVENTS", NOBODY),
                RequestLog.NONE);
        assertThat(ProxyCall.of("GET /v1/popular").to(function).json()).containsEntry("fallback_level", "empty");
    }

    @Test
    void theQuestionAheadOfTheFirstIsToldToNobody() {
        List<Integer> emitted = new ArrayList<>();
        RecommendFunction function = new RecommendFunction(
                Map.of("NEXTCART_STORE", folder.resolve("none").toString(), "NEXTCART_EVENTS", NOBODY),
                (requestId, route, status, latencyNanos, measures) -> emitted.add(status));
        assertThat(emitted).isEmpty();
        ProxyCall.of("GET /v1/popular").to(function);
        assertThat(emitted).containsExactly(200);
    }
}
