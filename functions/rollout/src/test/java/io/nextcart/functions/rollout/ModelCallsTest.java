package io.nextcart.functions.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Objective;
import io.nextcart.data.Sha256;
import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.api.ProxyCall.Reply;
import io.nextcart.functions.rollout.today.Traffic;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.HookedStore;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.JsonObject;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import io.nextcart.store.document.TrialCounts;
import io.nextcart.store.document.TrialLook;
import io.nextcart.store.document.TrialRecord;
import io.nextcart.store.document.TrialRecord.Decision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCallsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(5_000), ZoneOffset.UTC);
    private static final Traffic NOTHING = first -> Traffic.Seen.nothing("nobody counts");
    private static final String OLD = "20150917T025947Z-00000001";
    private static final String CHAMPION = "20150918T025947Z-00000002";
    private static final String CHALLENGER = "20150919T025947Z-00000003";

    @TempDir
    Path folder;

    private ObjectStore store;
    private ModelsHandler handler;

    @BeforeEach
    void fill() throws IOException {
        store = new FolderObjectStore(folder);
        put(OLD, ModelKind.RULE);
        put(CHAMPION, ModelKind.FITTED);
        put(CHALLENGER, ModelKind.FITTED);
        store.put(Current.KEY, new Current(CHAMPION, CHALLENGER, 0.1, OLD, 1_000).toJson());
        handler = new ModelsHandler(store, NOTHING, CLOCK);
    }

    @Test
    void theModelsAreListedWithWhatServes() throws IOException {
        Reply all = ProxyCall.of("GET /v1/models").to(handler);

        assertThat(all.status()).isEqualTo(200);
        assertThat(all.headers().get("etag")).matches("\"[0-9a-f]{16}\"");
        assertThat(all.json())
                .containsEntry("champion", CHAMPION)
                .containsEntry("challenger", CHALLENGER)
                .containsEntry("challenger_share", 0.1)
                .containsEntry("previous", OLD)
                .containsEntry("published_at", "1970-01-01T00:00:01Z")
                .containsEntry("problem", null)
                .containsEntry("runs", List.of());
        assertThat(models(all))
                .extracting(model -> model.get("version") + " " + model.get("state") + " " + model.get("kind") + " "
                        + model.get("made_at"))
                .containsExactly(
                        CHALLENGER + " challenger fitted 2015-09-19T02:59:47Z",
                        CHAMPION + " champion fitted 2015-09-18T02:59:47Z",
                        OLD + " previous rule 2015-09-17T02:59:47Z");
        assertThat(models(all).get(0))
                .containsEntry("metrics", Map.of("hr@20", Map.of("value", 0.6, "low", 0.5, "high", 0.7)))
                .containsEntry("gate", "passed");
    }

    @Test
    void aTrialIsShownByItsLastLook() throws IOException {
        TrialCounts counts = new TrialCounts(900, 700, 35, 0, 0, 0, 0, 0, 0);
        TrialLook first = look(counts, 7, 0.1);
        TrialRecord trial = TrialRecord.start(CHALLENGER, CHAMPION, 0.1, 5, null)
                .looked(first, Decision.CONTINUE, "too few")
                .looked(look(counts, 9, 0.25), Decision.CONTINUE, "no difference is proven");
        store.put(TrialRecord.key(CHALLENGER), trial.toJson().toBytes());

        Object shown = models(ProxyCall.of("GET /v1/models").to(handler)).get(0).get("trial");

        assertThat(shown)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("state", "running")
                .containsEntry("reason", "no difference is proven")
                .extractingByKey("looks")
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .singleElement()
                .hasFieldOrPropertyWithValue("lift", 0.25)
                .hasFieldOrPropertyWithValue("at", "1970-01-01T00:00:00.009Z");
    }

    @Test
    void aTrainingThatTheGateRefusedIsListedWithItsReasons() throws IOException {
        store.put(
                "runs/one.json",
                ("{\"outcome\":\"refused\",\"version\":\"v5\",\"ended_at\":1000,\"events\":7,"
                                + "\"lines\":[\"Gate: too few cases\",\"Gate: a leak\"]}")
                        .getBytes(StandardCharsets.UTF_8));
        store.put("runs/one-manifest.json", manifest("v5", ModelKind.FITTED));
        store.put(
                "runs/two.json",
                "{\"outcome\":\"failed\",\"ended_at\":900,\"failure\":{\"stage\":\"read\",\"cause\":\"no disk\"}}"
                        .getBytes(StandardCharsets.UTF_8));

        Reply one = ProxyCall.of("GET /v1/models?k=1").to(handler);

        assertThat(one.list("runs", "problem")).containsExactly("too few cases; a leak");
        assertThat(one.list("runs", "ended_at")).containsExactly("1970-01-01T00:00:01Z");
        assertThat(one.body()).contains("\"events\":7,\"metrics\":{\"hr@20\":{\"value\":0.6,");
        assertThat(one.list("models", "version")).as("each has a role").hasSize(3);
        assertThat(ProxyCall.of("GET /v1/models").to(handler).list("runs", "run"))
                .containsExactly("one", "two");
    }

    @Test
    void theReportOfAModelIsAFileThatNoBrowserRuns() throws IOException {
        store.put("models/" + OLD + "/report.html", "<p>ö</p>".getBytes(StandardCharsets.UTF_8));
        store.put("runs/v5-report.html", "<p>refused</p>".getBytes(StandardCharsets.UTF_8));

        Reply report = ProxyCall.of("GET /v1/models/" + OLD + "/report").to(handler);

        assertThat(report.status()).isEqualTo(200);
        assertThat(report.body()).isEqualTo("<p>ö</p>");
        assertThat(report.headers())
                .containsEntry("content-type", "text/html")
                .containsEntry("content-disposition", "attachment; filename=\"report-" + OLD + ".html\"")
                .containsEntry("content-security-policy", "sandbox; default-src 'none'")
                .containsEntry("x-content-type-options", "nosniff");
        assertThat(ProxyCall.of("GET /v1/models/v5/report").to(handler).body()).isEqualTo("<p>refused</p>");
        for (String none : List.of(CHAMPION, "..%2Fmodels", "x%22y")) {
            assertThat(ProxyCall.of("GET /v1/models/" + none + "/report")
                            .to(handler)
                            .status())
                    .as(none)
                    .isEqualTo(404);
        }
    }

    @Test
    void theStoredVersionServesAndTheTrialEnds() throws IOException {
        Reply back = serve(OLD, tag());

        assertThat(back.status()).isEqualTo(200);
        assertThat(back.body())
                .isEqualTo("{\"champion\":\"" + OLD + "\",\"challenger\":null,\"challenger_share\":0.0,\"previous\":\""
                        + CHAMPION + "\",\"published_at\":\"1970-01-01T00:00:05Z\"}");
        assertThat(back.headers().get("etag")).isEqualTo(tag());
        assertThat(serving()).isEqualTo(new Current(OLD, null, 0, CHAMPION, 5_000));
    }

    @Test
    void theChallengerIsPromotedOrTakenOut() throws IOException {
        assertThat(serve(CHALLENGER, tag()).status()).isEqualTo(200);
        assertThat(serving()).isEqualTo(new Current(CHALLENGER, null, 0, CHAMPION, 5_000));

        store.put(Current.KEY, new Current(CHAMPION, CHALLENGER, 0.1, OLD, 1_000).toJson());
        assertThat(serve(CHAMPION, tag()).status()).isEqualTo(200);
        assertThat(serving()).isEqualTo(new Current(CHAMPION, null, 0, OLD, 5_000));
    }

    @Test
    void whatServesOnlyChangesWhileItIsWhatWasSeen() throws IOException {
        String seen = tag();
        serve(OLD, seen);

        Reply late = serve(CHALLENGER, seen);

        assertThat(late.status()).isEqualTo(412);
        assertThat(late.body()).contains("Somebody has changed it since");
        assertThat(serve(OLD, seen).status()).as("the same again").isEqualTo(200);
        assertThat(serving()).isEqualTo(new Current(OLD, null, 0, CHAMPION, 5_000));
    }

    @Test
    void aPublicationBetweenReadingAndWritingStays() throws IOException {
        Current published = new Current(CHALLENGER, null, 0, CHAMPION, 2_000);
        ObjectStore raced =
                HookedStore.once(store, "putIf", Current.KEY, () -> store.put(Current.KEY, published.toJson()));

        Reply late = call(OLD, null, new ModelsHandler(raced, NOTHING, CLOCK));

        assertThat(late.status()).isEqualTo(412);
        assertThat(late.body()).contains("What serves has changed meanwhile");
        assertThat(serving()).isEqualTo(published);
    }

    @Test
    void aVersionThatCannotServeChangesNothing() throws IOException {
        store.delete("models/" + OLD + "/ranker.cbm");

        assertThat(serve("v9", null).status()).isEqualTo(404);
        assertThat(serve("../v9", null).body())
                .contains("version: is '../v9', expected one of the versions that GET /v1/models lists");
        assertThat(serve(OLD, null).status()).isEqualTo(400);
        assertThat(serve(OLD, null).body()).contains("lacks the file ranker.cbm");
        assertThat(serving().champion()).isEqualTo(CHAMPION);
    }

    @Test
    void aVersionWithADamagedFileChangesNothing() throws IOException {
        store.put("models/" + OLD + "/ranker.cbm", "bytez".getBytes(StandardCharsets.UTF_8));

        Reply refused = serve(OLD, null);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("version: is damaged", "/ranker.cbm: is damaged, its size or SHA-256");
        assertThat(serving().champion()).isEqualTo(CHAMPION);
    }

    @Test
    void aDamagedDocumentOfWhatServesIsShownAndReplaced() throws IOException {
        store.put(Current.KEY, "noise".getBytes(StandardCharsets.UTF_8));

        assertThat(ProxyCall.of("GET /v1/models").to(handler).json())
                .doesNotContainKey("champion")
                .extractingByKey("problem")
                .asString()
                .contains("models/current.json: not a JSON object");
        assertThat(serve(CHAMPION, tag()).status()).isEqualTo(200);
        assertThat(serving()).isEqualTo(new Current(CHAMPION, null, 0, null, 5_000));
    }

    @Test
    void aStoreThatDoesNotRespondIsA503() throws IOException {
        Logger logger = Logger.getLogger(ModelCalls.class.getName());
        logger.setLevel(Level.OFF);
        ModelsHandler down = new ModelsHandler(HookedStore.killedAt(store, 0, false), NOTHING, CLOCK);
        assertThat(ProxyCall.of("GET /v1/models").to(down).status()).isEqualTo(503);
        assertThat(call(OLD, null, down).status()).isEqualTo(503);
        logger.setLevel(null);
    }

    private static TrialLook look(TrialCounts counts, long atMs, double lift) {
        return new TrialLook(
                atMs,
                counts,
                counts,
                new TrialLook.Evidence(lift, -0.1, 0.5, 3, 0.2),
                List.of(),
                TrialLook.Skipped.of(List.of(), 0));
    }

    private Reply serve(String version, String tag) throws IOException {
        return call(version, tag, handler);
    }

    private static Reply call(String version, String tag, ModelsHandler handler) throws IOException {
        ProxyCall call = ProxyCall.of("PUT /v1/models/champion").body("{\"version\":\"" + version + "\"}");
        return (tag == null ? call : call.header("If-Match", tag)).to(handler);
    }

    private String tag() throws IOException {
        return ProxyCall.of("GET /v1/models").to(handler).headers().get("etag");
    }

    private Current serving() throws IOException {
        return Current.read(store.get(Current.KEY).orElseThrow().bytes(), "here");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> models(Reply reply) {
        return (List<Map<String, Object>>) reply.json().get("models");
    }

    private void put(String version, ModelKind kind) throws IOException {
        store.put("models/" + version + "/ranker.cbm", "bytes".getBytes(StandardCharsets.UTF_8));
        store.put("models/" + version + "/" + Manifest.FILE, manifest(version, kind));
    }

    private static byte[] manifest(String version, ModelKind kind) throws IOException {
        JsonObject details = JsonObject.read("""
            {"counts": {"events": 7}, "gate": "passed", "gate_refusals": [],
             "evaluation": {"intervals": {"hr@20": {"value": 0.6, "low": 0.5, "high": 0.7}}}}\
            """.getBytes(StandardCharsets.UTF_8), "test", "details");
        return new Manifest(
                        version,
                        "schema",
                        Objective.CART,
                        kind,
                        null,
                        Map.of(
                                "ranker.cbm",
                                new Manifest.Entry(5, Sha256.hex("bytes".getBytes(StandardCharsets.UTF_8)), null)),
                        details)
                .toJson();
    }
}
