package io.nextcart.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Await;
import io.nextcart.functions.notify.FakeBotApi;
import io.nextcart.functions.notify.NotifyHandler;
import io.nextcart.functions.notify.Telegram;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.serve.LocalShop;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A shop that serves over HTTP during its nights, and the chat that receives its messages. */
final class ServedShop implements AutoCloseable {
    private static final String SECRET = "{\"token\":\"123:abc\",\"chat_id\":\"-42\"}";

    final FakeBotApi bot;
    private final LocalShop shop;
    private final String user;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * @param data folder for its events and copies of models
     * @param user a shopper of the log
     */
    ServedShop(String store, Path data, String user) throws IOException {
        bot = new FakeBotApi();
        shop = LocalShop.start(new LocalShop.Settings(store, data, 0, ApiKey.none()), null, line -> {});
        this.user = user;
    }

    /** The Lambda that sends messages, with this shop's chat as the target. */
    RequestHandler<SNSEvent, Void> notifier() {
        return new NotifyHandler(
                Telegram.of(Map.of("NEXTCART_TELEGRAM_URL", bot.url().toString()), "test", () -> SECRET));
    }

    /** The texts received. */
    List<String> messages() {
        return bot.messages().stream()
                .map(message -> String.valueOf(message.get("text")))
                .toList();
    }

    /** The model that answers the shopper, with a full list. */
    String model() {
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(shop.url().resolve("/v1/recommendations/" + user + "?k=5"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            Map<String, Object> answer = JSON.std.mapFrom(response.body());
            assertThat((List<?>) answer.get("items")).hasSize(5);
            return String.valueOf(answer.get("model"));
        } catch (IOException e) {
            throw new AssertionError("the shop does not answer", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Waits until a model serves. */
    void await(String version) throws Exception {
        Await.until(() -> model().equals(version), version + " serves");
    }

    @Override
    public void close() throws IOException {
        shop.close();
        bot.close();
    }
}
