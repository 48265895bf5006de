package io.nextcart.functions.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNS;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNSRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifyHandlerTest {
    private final List<Integer> pauses = new ArrayList<>();
    private FakeBotApi api;
    private NotifyHandler handler;

    @BeforeEach
    void start() throws IOException {
        api = new FakeBotApi();
        handler = new NotifyHandler(new Telegram(api.url(), "shop/bot", () -> api.secret, pauses::add));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aMessageOfTheTopicReachesTheChatWordForWord() {
        send("Nextcart: a new model serves", "HR@20 61.1 % (champion 60.2 %) <b>*_[x](y)");
        assertThat(api.paths).containsExactly("/bot123:abc/sendMessage");
        assertThat(api.messages().get(0))
                .containsEntry("chat_id", "-42")
                .containsEntry("text", "Nextcart: a new model serves\n\nHR@20 61.1 % (champion 60.2 %) <b>*_[x](y)")
                .doesNotContainKey("parse_mode");
    }

    @Test
    void anAlarmIsPutIntoWords() {
        send(
                "ALARM: \"nextcart-prod-ServerErrors\" in EU (Frankfurt)",
                "{\"AlarmName\":\"nextcart-prod-ServerErrors\",\"AlarmDescription\":\"docs/runbook.md#server-errors\",\"NewStateValue\":\"ALARM\",\"NewStateReason\":\"3"
                        + " of 3 datapoints\",\"Region\":\"EU (Frankfurt)\"}");
        assertThat(api.messages().get(0))
                .containsEntry(
                        "text",
                        "Alarm: nextcart-prod-ServerErrors\n"
                                + "docs/runbook.md#server-errors\n"
                                + "3 of 3 datapoints\n"
                                + "EU (Frankfurt)");
    }

    @Test
    void aTextThatIsTooLongIsCutBetweenCharacters() {
        send("", "x" + "😀".repeat(3000));
        String text = (String) api.messages().get(0).get("text");
        assertThat(text)
                .hasSizeLessThanOrEqualTo(Telegram.LONGEST)
                .endsWith("😀…")
                .startsWith("x😀");
    }

    @Test
    void aBusyTelegramIsAskedAgainWhenItSaysSo() {
        api.then(429, "{\"ok\":false,\"parameters\":{\"retry_after\":7}}").then(502, "<html>");
        send("s", "m");
        assertThat(pauses).containsExactly(7, 1);
        assertThat(api.messages()).hasSize(3);
    }

    @Test
    void aChangedTokenIsReadAgain() {
        send("s", "first");
        api.secret = "{\"token\":\"9:new\",\"chat_id\":7}";
        api.then(401, "{\"ok\":false,\"description\":\"Unauthorized\"}");
        send("s", "second");
        assertThat(api.paths)
                .containsExactly("/bot123:abc/sendMessage", "/bot123:abc/sendMessage", "/bot9:new/sendMessage");
        assertThat(api.messages().get(2)).containsEntry("chat_id", "7");
    }

    @Test
    void aMessageThatCannotBeSentIsAFaultThatNamesTheReasonAndNoToken() {
        api.then(400, "{\"ok\":false,\"description\":\"Bad Request: chat not found\"}");
        assertThatThrownBy(() -> send("s", "m"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Telegram answered 400: Bad Request: chat not found");
        api.close();
        assertThatThrownBy(() -> send("s", "m"))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseInstanceOf(IOException.class)
                .hasMessageStartingWith("Telegram did not answer (")
                .hasMessageNotContaining("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cr3t",
                "[\"s3cr3t\"]",
                "{\"token\":\"s3cr3t\"}",
                "{\"token\":\"s3cr3t/../x\",\"chat_id\":1}",
                "{\"chat_id\":\"s3cr3t\",\"token\":\"1:a\"}"
            })
    void aMalformedSecretIsAFaultThatDoesNotQuoteIt(String secret) {
        api.secret = secret;
        assertThatThrownBy(() -> send("s", "m"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("secret shop/bot")
                .hasMessageNotContaining("s3cr3t");
        assertThat(api.messages()).isEmpty();
    }

    @Test
    void whatIsNotAnEventOfSnsIsAFault() {
        SNSEvent empty = new SNSEvent();
        SNSEvent bare = new SNSEvent().withRecords(List.of(new SNSRecord()));
        SNSEvent silent = new SNSEvent().withRecords(List.of(new SNSRecord().withSns(new SNS())));
        for (SNSEvent event : List.of(empty, bare, silent)) {
            assertThatThrownBy(() -> handler.handleRequest(event, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected an event of SNS");
        }
    }

    @Test
    void everyFaultOfTheEnvironmentIsReportedAtOnce() {
        assertThatThrownBy(() -> Telegram.named(Map.of("NEXTCART_TELEGRAM_URL", "telegram")))
                .hasMessageContaining("NEXTCART_TELEGRAM_PARAMETER is missing")
                .hasMessageContaining("NEXTCART_TELEGRAM_URL is 'telegram'");
        assertThat(new Bot("1:a", "@shop")).hasToString("a bot for chat @shop");
    }

    private void send(String subject, String message) {
        SNS sns = new SNS().withSubject(subject.isEmpty() ? null : subject).withMessage(message);
        handler.handleRequest(new SNSEvent().withRecords(List.of(new SNSRecord().withSns(sns))), null);
    }
}
