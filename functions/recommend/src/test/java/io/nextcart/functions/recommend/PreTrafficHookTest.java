package io.nextcart.functions.recommend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.engine.TinyBundle;
import io.nextcart.store.FolderObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PreTrafficHookTest {
    private static final Logger LOGGER = Logger.getLogger(PreTrafficHook.class.getName());
    private static final String EVENT = "{\"DeploymentId\":\"d-1\",\"LifecycleEventHookExecutionId\":\"h-1\"}";

    @TempDir
    Path folder;

    private final List<String> asked = new ArrayList<>();
    private final List<String> reported = new ArrayList<>();
    private FolderObjectStore store;

    @BeforeEach
    void open() {
        LOGGER.setLevel(Level.OFF);
        store = new FolderObjectStore(folder.resolve("store"));
    }

    @AfterEach
    void talkAgain() {
        LOGGER.setLevel(null);
    }

    @Test
    void aVersionThatAnswersEveryQuestionGetsTheRequestsOfShoppers() throws Exception {
        TinyBundle.publish(store, "v1", folder.resolve("work"), 1);
        try (ServedShop shop = new ServedShop(folder.resolve("shop"), true)) {
            assertThat(run(shop.handler)).isEqualTo("{\"fault\":null}");
        }
        assertThat(asked).hasSize(3).containsOnly("arn:7");
        assertThat(reported)
                .containsExactly("{\"deploymentId\":\"d-1\",\"lifecycleEventHookExecutionId\":\"h-1\","
                        + "\"status\":\"Succeeded\"}");
    }

    @Test
    void aVersionWithoutTheModelOfTheStoreGetsNone() throws Exception {
        TinyBundle.publish(store, "v1", folder.resolve("work"), 1);
        try (ServedShop shop = new ServedShop(folder.resolve("shop"), false)) {
            assertThat(run(shop.handler)).contains("is answered at level 'empty', expected ");
        }
        assertThat(reported).singleElement().asString().contains("\"status\":\"Failed\"");
    }

    @Test
    void beforeTheFirstModelEmptyListsAreRight() throws Exception {
        try (ServedShop shop = new ServedShop(folder.resolve("shop"), false)) {
            assertThat(run(shop.handler)).isEqualTo("{\"fault\":null}");
        }
    }

    @Test
    void aVersionThatFailsOrDoesNotStartGetsNone() throws Exception {
        TinyBundle.publish(store, "v1", folder.resolve("work"), 1);
        assertThat(run((in, out, context) -> out.write("{\"statusCode\":500,\"body\":\"{}\"}".getBytes(UTF_8))))
                .contains("GET /v1/popular is answered with status 500, expected 200");
        assertThat(run((in, out, context) -> out.write(
                        "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"exit status 1\"}".getBytes(UTF_8))))
                .contains("it cannot be asked: ", "Runtime.ExitError: exit status 1");
        assertThat(run((in, out, context) -> {
                    throw new IOException("lambda answers 403");
                }))
                .contains("it cannot be asked: ", "lambda answers 403");
        assertThat(reported).hasSize(3).allSatisfy(status -> assertThat(status).contains("Failed"));
    }

    private String run(RequestStreamHandler version) throws IOException {
        PreTrafficHook.Aws aws = new PreTrafficHook.Aws() {
            @Override
            public byte[] invoke(String function, byte[] event) throws IOException {
                asked.add(function);
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                version.handleRequest(new ByteArrayInputStream(event), out, null);
                return out.toByteArray();
            }

            @Override
            public void report(byte[] status) {
                reported.add(new String(status, UTF_8));
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PreTrafficHook(aws, store, "arn:7")
                .handleRequest(new ByteArrayInputStream(EVENT.getBytes(UTF_8)), out, null);
        return out.toString(UTF_8).strip();
    }
}
